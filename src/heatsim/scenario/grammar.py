"""Text of an expression to a syntax tree; names are not looked up here (see `binding`).

A hand-written recursive descent over the grammar of `docs/reference/scenario-language.md`: small, bounded in depth, and able to
say at which column something is wrong.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from heatsim.units import NUMBER, Dimension, UnitError, scan_quantity

__all__ = ["ExpressionError", "Syntax", "parse"]

MAX_LENGTH = 2000
MAX_DEPTH = 60
MAX_TOKENS = 300  # bounds the depth of long chains (`a + a + ...`), which nest to the left
KEYWORDS = frozenset({"and", "or", "not", "true", "false"})
COMPARISONS = ("==", "!=", "<=", ">=", "<", ">")
_EVENT = r"(?P<event>[A-Z][A-Z0-9]*-[A-Z0-9]+)"
_NAME = r"(?P<name>[A-Za-z_][A-Za-z0-9_]*)"
_TOKEN = re.compile(rf"\s*(?:{_EVENT}|{_NAME}|(?P<op>==|!=|<=|>=|[-+*/<>().,\[\]]))")
_NUMBER_START = re.compile(r"\s*(?=[\d$]|\.\d)")


class ExpressionError(ValueError):
    """An expression is wrong; `column` is the offset in its text, from 0."""

    def __init__(self, message: str, column: int = 0) -> None:
        self.message = message
        self.column = column
        super().__init__(message, column)


@dataclass(frozen=True, slots=True)
class Syntax:
    """One node: `op` is number, flag, name, event, member (a dot), index, call, or an operator."""

    op: str
    column: int
    args: tuple[Syntax, ...] = ()
    text: str = ""
    value: float = 0.0
    dimension: Dimension = NUMBER


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    text: str
    column: int
    value: float = 0.0
    dimension: Dimension = NUMBER


def parse(text: str) -> Syntax:
    """The syntax tree of `text`; ExpressionError if it is not an expression."""
    if len(text) > MAX_LENGTH:
        raise ExpressionError(f"this expression is longer than {MAX_LENGTH} characters; split it into variables")
    parser = _Parser(_tokens(text), len(text))
    tree = parser.either(0)
    if parser.token.kind != "end":
        raise ExpressionError(f"'{parser.token.text}' is not expected here", parser.token.column)
    return tree


def _tokens(text: str) -> list[_Token]:
    tokens: list[_Token] = []
    position = 0
    while text[position:].strip():
        number = _NUMBER_START.match(text, position)
        if number:
            start = number.end()
            try:
                value, dimension, position = scan_quantity(text, start, words=KEYWORDS)
            except UnitError as error:
                raise ExpressionError(error.message, error.column) from None
            tokens.append(_Token("number", text[start:position], start, value, dimension))
            continue
        match = _TOKEN.match(text, position)
        if not match:
            column = position + len(text[position:]) - len(text[position:].lstrip())
            raise ExpressionError(_stray(text[column]), column)
        kind = match.lastgroup or "op"
        word = match[kind]
        tokens.append(_Token("op" if word in KEYWORDS else kind, word, match.start(kind)))
        position = match.end()
        if len(tokens) > MAX_TOKENS:
            raise ExpressionError(f"more than {MAX_TOKENS} parts in one expression; split it into variables", position)
    return tokens


def _stray(character: str) -> str:
    advice = {"=": "'=' compares nothing; write '=='", "&": "write 'and'", "|": "write 'or'", "!": "write 'not'"}
    return advice.get(character, f"'{character}' has no meaning in an expression")


class _Parser:
    """Recursive descent over a list of tokens; each method reads one level of the grammar."""

    def __init__(self, tokens: list[_Token], length: int) -> None:
        self.tokens = [*tokens, _Token("end", "the end", length)]
        self.position = 0

    @property
    def token(self) -> _Token:
        return self.tokens[self.position]

    def accept(self, *texts: str) -> _Token | None:
        token = self.token
        if token.kind == "op" and token.text in texts:
            self.position += 1
            return token
        return None

    def expect(self, text: str) -> None:
        if not self.accept(text):
            raise ExpressionError(f"expected '{text}' but found '{self.token.text}'", self.token.column)

    def either(self, depth: int) -> Syntax:
        if depth > MAX_DEPTH:
            raise ExpressionError(f"nested more than {MAX_DEPTH} deep", self.token.column)
        left = self.both(depth)
        while token := self.accept("or"):
            left = Syntax("or", token.column, (left, self.both(depth)))
        return left

    def both(self, depth: int) -> Syntax:
        left = self.negation(depth)
        while token := self.accept("and"):
            left = Syntax("and", token.column, (left, self.negation(depth)))
        return left

    def negation(self, depth: int) -> Syntax:
        if depth > MAX_DEPTH:
            raise ExpressionError(f"nested more than {MAX_DEPTH} deep", self.token.column)
        if token := self.accept("not"):
            return Syntax("not", token.column, (self.negation(depth + 1),))
        left = self.sum(depth)
        if token := self.accept(*COMPARISONS):
            left = Syntax(token.text, token.column, (left, self.sum(depth)))
            if again := self.accept(*COMPARISONS):
                raise ExpressionError("comparisons do not chain; join two with 'and'", again.column)
        return left

    def sum(self, depth: int) -> Syntax:
        left = self.product(depth)
        while token := self.accept("+", "-"):
            left = Syntax(token.text, token.column, (left, self.product(depth)))
        return left

    def product(self, depth: int) -> Syntax:
        left = self.unary(depth)
        while token := self.accept("*", "/"):
            left = Syntax(token.text, token.column, (left, self.unary(depth)))
        return left

    def unary(self, depth: int) -> Syntax:
        if depth > MAX_DEPTH:
            raise ExpressionError(f"nested more than {MAX_DEPTH} deep", self.token.column)
        if token := self.accept("-"):
            return Syntax("neg", token.column, (self.unary(depth + 1),))
        return self.atom(depth)

    def atom(self, depth: int) -> Syntax:
        token = self.token
        if self.accept("("):
            inner = self.either(depth + 1)
            self.expect(")")
            return inner
        if flag := self.accept("true", "false"):
            return Syntax("flag", flag.column, value=float(flag.text == "true"))
        if token.kind not in ("number", "name", "event"):
            raise ExpressionError(f"expected a value but found '{token.text}'", token.column)
        self.position += 1
        if token.kind == "number":
            return Syntax("number", token.column, text=token.text, value=token.value, dimension=token.dimension)
        if token.kind == "event":
            return Syntax("event", token.column, text=token.text)
        if self.accept("("):
            return self.call(token, depth)
        return self.trailers(Syntax("name", token.column, text=token.text), depth)

    def call(self, name: _Token, depth: int) -> Syntax:
        args: list[Syntax] = []
        while not self.accept(")"):
            if args:
                self.expect(",")
            args.append(self.either(depth + 1))
        return Syntax("call", name.column, tuple(args), text=name.text)

    def trailers(self, node: Syntax, depth: int) -> Syntax:
        while True:
            if self.accept("."):
                word = self.token
                if word.kind != "name":
                    raise ExpressionError(f"expected a word after '.' but found '{word.text}'", word.column)
                self.position += 1
                node = Syntax("member", word.column, (node,), text=word.text)
            elif token := self.accept("["):
                node = Syntax("index", token.column, (node, self.either(depth + 1)))
                self.expect("]")
            else:
                return node
