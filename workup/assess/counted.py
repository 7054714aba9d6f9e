"""The answers that count."""

from collections.abc import Iterable, Iterator

from workup.answers import NOWHERE, Answer, Answers, At, Slot, Value


class Counted(Answers):
    """The answers of items asked now, admitted one item at a time."""

    def __init__(self, start: Answers) -> None:
        """Begin with the answers that counted before."""
        super().__init__()
        self._touched: set[str] = set()
        self._begin(((start._layer, self._touched),))
        self.by_item = dict(start.by_item)
        self._in_order = True

    def admit(self, item: str, kept: dict[At, Answer]) -> None:
        """Let these answers to one item count."""
        self._in_order = self._in_order and item in self.by_item
        self.by_item[item] = kept
        self._touched.add(item)

    def drop(self, item: str) -> None:
        """Let no answer to this item count."""
        if self.by_item.pop(item, None) is not None:
            self._touched.add(item)

    def put_in_order(self, items: Iterable[str]) -> None:
        """List the answers in the order of these items."""
        if not self._in_order:
            ordered = {item: self.by_item[item] for item in items if item in self.by_item}
            self.by_item.clear()  # in place: conditions hold on to it
            self.by_item.update(ordered)
            self._in_order = True

    def value(self, item: str, at: At = NOWHERE) -> Value | None:
        """The value in force of an item that is asked now."""
        answer = self.by_item.get(item, {}).get(at)
        return None if answer is None else answer.value

    def __getitem__(self, key: Slot) -> Answer:
        try:
            return self.by_item[key.item][key.at]
        except KeyError:
            raise KeyError(key) from None

    def __iter__(self) -> Iterator[Slot]:
        return (Slot(item, at) for item, given in self.by_item.items() for at in given)

    def __len__(self) -> int:
        return sum(map(len, self.by_item.values()))
