"""A team's templates, or those of a stranger who sends one, can say anything and reach nothing."""

from pathlib import Path

import pytest
from jinja2 import TemplateError, TemplateNotFound, TemplateSyntaxError, UndefinedError
from jinja2.exceptions import SecurityError, TemplateRuntimeError

from builders import deployment
from deploylog import templates

REACHES = {
    "{{ cycler.__init__.__globals__.os.popen('id').read() }}": SecurityError,
    "{{ joiner.__init__.__globals__ }}": SecurityError,
    "{{ lipsum.__globals__.os }}": SecurityError,
    "{{ namespace.__init__.__globals__ }}": SecurityError,
    "{{ self.__init__.__globals__ }}": SecurityError,
    "{{ self._TemplateReference__context }}": SecurityError,
    "{{ addresses.post.__globals__ }}": SecurityError,
    "{{ addresses.__dict__ }}": SecurityError,
    "{{ ''.__class__.__mro__[1].__subclasses__() }}": SecurityError,
    "{{ ''['__class__'] }}": SecurityError,
    "{{ '' | attr('__class__') }}": SecurityError,
    "{{ ().__class__ }}": SecurityError,
    "{{ nothing.__class__ }}": SecurityError,
    "{{ deployment.__dataclass_fields__ }}": SecurityError,
    "{{ deployment['__class__'] }}": SecurityError,
    "{{ deployment.outcome.__class__.__base__ }}": SecurityError,
    "{{ deployment.date.__reduce__() }}": SecurityError,
    "{{ deployment.date.today.__self__ }}": SecurityError,
    "{{ [deployment] | selectattr('__class__') | list }}": SecurityError,
    "{{ [deployment] | sum(attribute='__class__') }}": SecurityError,
    "{{ [deployment] | sort(attribute='__class__.__name__') }}": SecurityError,
    "{{ '{0.__class__.__mro__}'.format('') }}": SecurityError,
    "{{ '{0.outcome.__class__}'.format(deployment) }}": SecurityError,
    "{{ '{a.__class__}'.format_map({'a': 1}) }}": SecurityError,
    "{{ ('{0.__class__}' | safe).format(deployment) }}": SecurityError,
    "{{ [deployment] | map(attribute='__class__') | list }}": None,
    "{% macro m() %}{% endmacro %}{{ m.__init__.__globals__ }}": SecurityError,
    "{% macro m() %}{% endmacro %}{{ m._func.__globals__ }}": SecurityError,
    "{% for x in [1] %}{{ loop.__class__ }}{% endfor %}": SecurityError,
    "{% for x in [1] %}{{ loop._iterator }}{% endfor %}": SecurityError,
    "{{ [].append(1) }}": SecurityError,
    "{{ {}.update({}) }}": SecurityError,
    "{% set deployment.title = 'x' %}": TemplateRuntimeError,
    "{{ range(1000000) }}": OverflowError,
    "{% import 'os' as os %}": TemplateNotFound,
    "{% include '../secret.txt' %}": TemplateNotFound,
    "{% include '/etc/passwd' %}": TemplateNotFound,
    "{% include 'builtin/../../pyproject.toml' %}": TemplateNotFound,
    "{% extends 'builtin//etc/passwd' %}": TemplateNotFound,
    "{% include 'link.txt' %}": TemplateNotFound,
    "{% debug %}": TemplateSyntaxError,
    "{{ __import__('os') }}": UndefinedError,
    "{{ config }}": UndefinedError,
}
"""What templates try, and how that ends; None where they get an empty word for it."""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Make a folder of templates with a link to a secret beside it."""
    (tmp_path / "templates").mkdir()
    (tmp_path / "secret.txt").write_text("SECRET", encoding="utf-8")
    (tmp_path / "templates/link.txt").symlink_to(tmp_path / "secret.txt")
    return tmp_path / "templates"


def render(folder: Path, template: str) -> str:
    (folder / "own.md.j2").write_text(template, encoding="utf-8")
    return (
        templates.environment(folder).get_template("own.md.j2").render(deployment=deployment(), uri="own.md")
    )


@pytest.mark.parametrize(("template", "ends"), REACHES.items(), ids=REACHES.keys())
def test_a_template_reaches_nothing_but_what_it_is_given(folder, template, ends):
    """Neither Python behind a value, nor a file, nor anything that others share."""
    if ends is None:
        assert render(folder, template) in ("", "[Undefined]")
    else:
        with pytest.raises(ends) as caught:
            render(folder, template)
        assert isinstance(caught.value, TemplateError | OverflowError)


def test_a_template_may_use_what_it_is_given(folder):
    """The sandbox is not in the way of those who mean well."""
    template = (
        "{% extends 'builtin/outcome.md.j2' %}{% block posts %}{{ deployment.title | md }}{% endblock %}"
    )
    (folder / "own.md.j2").write_text(template, encoding="utf-8")
    given = {"deployment": deployment(), "outcome": deployment().outcome, "uri": "own.md"}

    rendered = templates.environment(folder).get_template("own.md.j2").render(**given)

    assert rendered.endswith("2007&#45;12&#45;02&#45;front&#45;end")
