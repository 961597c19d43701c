"""Words that say nothing about what a text is about: Snowball's lists (https://snowballstem.org), shortened.

Without them an index is a third smaller, and "the knee" is about the knee.
"""

from collections.abc import Mapping

ENGLISH = """
a about above after again against all am an and any are as at be because been before being below between both but by can
could did do does doing down during each few for from further had has have having he her here hers herself him himself
his how i if in into is it its itself just many me more most my myself no nor not of off on once only or other our ours
ourselves out over own same she should so some such than that the their theirs them themselves then there these they
this those through to too under until up very was we were what when where which while who whom why will with would you
your yours yourself yourselves dont cant isnt doesnt wont didnt im its ive youre
"""

GERMAN = """
aber alle allem allen aller alles als also am an auch auf aus bei bin bis bist da damit dann das dass dein deine dem den
denn der des dich die dies diese diesem diesen dieser dieses dir doch dort du durch ein eine einem einen einer eines er
es etwas euch euer fur gegen hab habe haben hat hatte hatten hier hin hinter ich ihm ihn ihnen ihr ihre ihrem ihren
ihrer im in ins ist jede jedem jeden jeder jedes jetzt kann kein keine keinem keinen keiner konnen man mein meine meinem
meinen meiner mich mir mit muss nach nicht nichts noch nun nur ob oder ohne sehr sein seine seinem seinen seiner sich
sie sind so soll sondern sonst uber um und uns unser unsere unter vom von vor war waren was weil welche welchem welchen
welcher wenn werden wie wieder will wir wird wo wurde wurden zu zum zur zwar zwischen
"""

LISTS: Mapping[str, frozenset[str]] = {
    "en": frozenset(ENGLISH.split()),
    "de": frozenset(GERMAN.split()),
}
"""By language, each word folded."""
