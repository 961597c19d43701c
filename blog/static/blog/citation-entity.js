/* Citations in the rich text editor: the dialog that makes them, and the mark that shows them. */
(() => {
  const { React, DraftJS, draftail } = window;
  const { ModalWorkflowSource, TooltipEntity } = draftail;
  const TYPE = 'CITATION';
  const PLAIN_MARK = /^\s*[([]?\s*\d+\s*[)\]]?\s*$/;

  const onload = {
    ...window.CHOOSER_MODAL_ONLOAD_HANDLERS,
    citation(modal) {
      const form = modal.body.find('form');
      modal.ajaxifyForm(form);
      form.find('[data-citation-choose-another]').on('click', (event) => {
        event.preventDefault();
        modal.loadUrl(event.currentTarget.href);
      });
      form.find('input[type="text"]').trigger('focus');
    },
  };

  const selectedText = (content, selection) => {
    if (selection.getStartKey() !== selection.getEndKey()) return '';
    const block = content.getBlockForKey(selection.getStartKey());
    return block.getText().slice(selection.getStartOffset(), selection.getEndOffset());
  };

  /* Opens the dialog: to choose a paper, or to change the citation that was clicked. */
  class CitationSource extends ModalWorkflowSource {
    getChooserConfig(entity) {
      const { choose } = this.props.entityType.chooserUrls;
      const data = entity ? entity.getData() : {};
      return {
        url: data.url ? `${choose}chosen/${data.id}/` : choose,
        urlParams: data.url ? { locator: data.locator } : {},
        onload,
        responses: { chosen: this.onChosen },
      };
    }

    /* Replaces the citation or a typed "(3)"; any other selected words stay, and the citation follows them. */
    onChosen({ text, ...data }) {
      const { editorState, entity, entityType, onComplete } = this.props;
      const selection = editorState.getSelection();
      let content = editorState.getCurrentContent();
      const replace =
        entity || selection.isCollapsed() || PLAIN_MARK.test(selectedText(content, selection));
      let target = selection;
      if (!replace) {
        const after = selection.merge({
          anchorKey: selection.getEndKey(),
          anchorOffset: selection.getEndOffset(),
          focusKey: selection.getEndKey(),
          focusOffset: selection.getEndOffset(),
          isBackward: false,
        });
        content = DraftJS.Modifier.insertText(content, after, ' ');
        target = content.getSelectionAfter();
      }
      content = content.createEntity(entityType.type, 'IMMUTABLE', data);
      const entityKey = content.getLastCreatedEntityKey();
      content = DraftJS.Modifier.replaceText(content, target, text, null, entityKey);
      this.workflow.close();
      onComplete(DraftJS.EditorState.push(editorState, content, 'insert-characters'));
    }
  }

  const icon = (name) =>
    React.createElement(
      'svg',
      { className: `icon icon-${name}`, 'aria-hidden': 'true' },
      React.createElement('use', { href: `#icon-${name}` }),
    );

  const Citation = (props) => {
    const { title, label, url } = props.contentState.getEntity(props.entityKey).getData();
    return React.createElement(
      'span',
      { className: url ? 'citation-mark' : 'citation-mark citation-mark--missing', title },
      React.createElement(TooltipEntity, {
        ...props,
        icon: icon(url ? 'openquote' : 'warning'),
        label,
        url: url || null,
      }),
    );
  };

  draftail.registerPlugin({ type: TYPE, source: CitationSource, decorator: Citation }, 'entityTypes');
})();
