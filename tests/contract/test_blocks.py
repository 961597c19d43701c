"""Every block an editor can choose leaves in a shape with a name, and the editor says what it is for."""

from typing import get_args

import pytest
from wagtail.admin.icons import get_icons

from blog.blocks import BodyBlock
from blog.payloads.block_schemas import Block
from website.api import site_api

SHAPES = {model.model_fields["type"].annotation: model for model in get_args(get_args(Block)[0])}
BLOCKS = BodyBlock().child_blocks


def shape_of(kind):
    return next((model for annotation, model in SHAPES.items() if get_args(annotation) == (kind,)), None)


@pytest.mark.parametrize("kind", BLOCKS)
def test_every_block_has_a_shape_of_its_own_with_a_key(kind):
    model = shape_of(kind)
    assert model is not None, f"no schema for {kind}"
    assert "key" in model.model_fields
    assert model.__doc__


def test_no_shape_stands_for_a_block_that_is_not_there():
    assert {get_args(annotation)[0] for annotation in SHAPES} == set(BLOCKS)


@pytest.mark.parametrize("kind", BLOCKS)
def test_every_shape_is_in_the_contract_by_name(kind):
    schemas = site_api.get_openapi_schema()["components"]["schemas"]
    described = schemas[shape_of(kind).__name__]
    assert described["properties"]["type"]["const"] == kind
    assert described["additionalProperties"] is False


@pytest.mark.parametrize(("kind", "block"), BLOCKS.items())
def test_every_block_has_an_icon_of_wagtails_and_a_group(kind, block):
    assert block.meta.icon != "placeholder"
    assert f'id="icon-{block.meta.icon}"' in get_icons()
    assert block.meta.group
