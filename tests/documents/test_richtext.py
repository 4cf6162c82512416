from __future__ import annotations

import nh3
import pytest
from hypothesis import given
from hypothesis import strategies as st

from governance.documents.richtext import (
    ATTRIBUTES,
    TAGS,
    URL_SCHEMES,
    Heading,
    ListBlock,
    ListItem,
    Paragraph,
    Run,
    TableBlock,
    clean_html,
    from_plain,
    parse,
    plain_text,
    to_html,
)
from governance.rules.characters import clean_line, clean_text


def test_the_allow_list_passes_unchanged():
    html = (
        "<h2>Eins</h2><h3>Zwei</h3><h4>Drei</h4><p>Text <b>fett</b> <i>kursiv</i><br>Zeile</p>"
        '<p><a href="https://www.kim.nrw/">Land</a> <a href="mailto:kim@kreis.example">Post</a></p>'
        "<ul><li>a<ol><li>b</li></ol></li></ul>"
        "<table><thead><tr><th>A</th></tr></thead><tbody><tr><td>1</td></tr></tbody></table>"
    )
    assert clean_html(html) == html


@pytest.mark.parametrize(
    ("html", "cleaned"),
    [
        ("<script>alert(1)</script>Text", "<p>Text</p>"),
        ("<style>p{}</style>Text<!-- geheim -->", "<p>Text</p>"),
        ('<p onclick="x()" style="color:red" class="y">Text</p>', "<p>Text</p>"),
        ('<a href="javascript:alert(1)">Text</a>', "<p>Text</p>"),
        ('<a href="JaVaScRiPt:alert(1)">Text</a>', "<p>Text</p>"),
        ('<a href="data:text/html,x">Text</a>', "<p>Text</p>"),
        ('<a href="//boese.example/">Text</a>', "<p>Text</p>"),
        ('<a href="/intern">Text</a>', "<p>Text</p>"),
        (
            '<a href="https://a.example" target="_blank" rel="x">Text</a>',
            '<p><a href="https://a.example">Text</a></p>',
        ),
        ('<img src="x" onerror="alert(1)">Text', "<p>Text</p>"),
        ("<strong>a</strong><em>b</em>", "<p><b>a</b><i>b</i></p>"),
        ("<div>Eins</div><div>Zwei</div>", "<p>Eins</p><p>Zwei</p>"),
        ("<h1>Groß</h1><h6>Klein</h6>", "<h2>Groß</h2><h4>Klein</h4>"),
        ("a\x00b\x0bc\x1fd\u202ee", "<p>ab cde</p>"),
        ("a &lt;script&gt; b", "<p>a &lt;script&gt; b</p>"),
        ("", ""),
    ],
)
def test_everything_else_is_removed_or_turned_into_it(html: str, cleaned: str):
    assert clean_html(html) == cleaned


@given(st.text(alphabet=st.sampled_from('<>/="&;abpulitrdhe2 \n\x00\u202e#{}'), max_size=120))
def test_any_string_is_cleaned_to_html_that_nh3_leaves_alone(text: str):
    cleaned = clean_html(text)

    assert clean_html(cleaned) == cleaned
    again = nh3.clean(cleaned, tags=set(TAGS), attributes=ATTRIBUTES, url_schemes=set(URL_SCHEMES), link_rel=None)
    assert plain_text(parse(again)) == plain_text(parse(cleaned))
    assert "<script" not in cleaned


def test_the_tree_holds_nested_lists_tables_and_styles():
    tree = parse(
        "<h3>Kopf</h3><p>a<b>b<i>c</i></b></p><ul><li>x<ul><li>y</li></ul></li></ul>"
        "<table><tr><th>A</th><th>B</th></tr><tr><td>1</td></tr></table>"
    )

    assert tree == (
        Heading(3, (Run("Kopf"),)),
        Paragraph((Run("a"), Run("b", bold=True), Run("c", bold=True, italic=True))),
        ListBlock(False, (ListItem((Run("x"),), (ListBlock(False, (ListItem((Run("y"),)),)),)),)),
        TableBlock(((Run("A"),), (Run("B"),)), (((Run("1"),), ()),)),
    )


def test_paragraphs_in_an_entry_and_tables_in_a_table_keep_their_text():
    assert clean_html("<ul><li><p>a</p><p>b</p></li></ul>") == "<ul><li>a<br>b</li></ul>"
    nested = "<table><tr><td>a<table><tr><td>i</td><td>j</td></tr></table></td><td>b</td></tr></table>"
    assert plain_text(parse(nested)) == "a i j | b"


def test_absurd_nesting_is_flattened_instead_of_failing():
    assert plain_text(parse("<ul><li>" * 3000 + "x")).split()[-1] == "x"
    assert clean_html("<b>" * 3000 + "x") == "<p><b>x</b></p>"


def test_plain_text_becomes_paragraphs_and_keeps_its_signs():
    assert to_html(from_plain("a <b>\n=1\n\nzwei")) == "<p>a &lt;b&gt;<br>=1</p><p>zwei</p>"


def test_control_and_direction_signs_are_removed_and_lines_stay():
    assert clean_text("a\x00\r\nb\u2028c\u202ed\ud800\u200f") == "a\nb\ncd"
    assert clean_line("  a\t\nb\x0bc ") == "a b c"
