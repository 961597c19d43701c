"""What a program tells the collectors of an operator, from its start on."""

from website.settings.environment import Environment


def tell_collectors(environment: Environment, *, program: str) -> None:
    """Begin to report errors and to send traces of `program`, each where it is wanted; without, nothing is loaded.

    To be called once Django is set up: that is when the log is.
    """
    if environment.errors_url:
        from website.error_reports import report_errors

        report_errors(environment)
    if environment.traces_url:
        from website.traces import send_traces

        send_traces(environment, program=program)
