"""The list of all cases, and the decorator that puts them there."""

import dataclasses
import typing


@dataclasses.dataclass(frozen=True)
class Case:
    name: str
    variant: str
    function: typing.Callable
    arguments: tuple


CASES = []


def case(name, on="plain", each=None):
    """
    Makes a function a case: it gets the server called `on` (see server.py) and fails by an exception. With `each`, one
    case for every item of that table: an item's values are further arguments, and may stand in the name as {0}, {1}.
    """

    def register(function):
        for item in [()] if each is None else each:
            arguments = item if isinstance(item, tuple) else (item,)
            CASES.append(Case(name.format(*arguments), on, function, arguments))
        return function

    return register
