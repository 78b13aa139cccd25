package io.atoll.storage.kill;

import java.util.ArrayList;
import java.util.List;

/**
 * What a directory may hold, by what its victims announced. For each key: the state that was found
 * last, and the writes since, in order. The newest acknowledged one or any later one may be found,
 * nothing else; what was found must stay.
 */
final class Ledger {
  private final List<Key> keys = new ArrayList<>();
  private long acknowledged;

  Ledger(int keys) {
    for (int i = 0; i < keys; i++) {
      this.keys.add(new Key());
    }
  }

  private record Write(long state, boolean isRemoval) {
    long leaves() {
      return isRemoval ? 0 : state;
    }

    @Override
    public String toString() {
      return (isRemoval ? "removal " : "value ") + Long.toHexString(state);
    }
  }

  private static final class Key {
    /** The oldest is what was found last. */
    final List<Write> writes = new ArrayList<>(List.of(new Write(0, true)));

    /** Index of the newest write that is certain. */
    int certain;
  }

  /**
   * Takes notice of a report.
   *
   * @throws AssertionError when something was found that must not be there
   */
  void note(Report report) {
    switch (report.kind()) {
      case OPENING, SERVING -> {}
      case VALUE -> keys.get(report.key()).writes.add(new Write(report.state(), false));
      case REMOVAL -> keys.get(report.key()).writes.add(new Write(report.state(), true));
      case ACKNOWLEDGED -> acknowledge(keys.get(report.key()), report);
      case REFUSED -> refuse(keys.get(report.key()), report);
      case FOUND -> check(report);
    }
  }

  /** How many writes were acknowledged. */
  long acknowledged() {
    return acknowledged;
  }

  /** It never was, so nothing can have been computed from it. */
  private static void refuse(Key key, Report report) {
    for (int i = key.writes.size() - 1; i > key.certain; i--) {
      if (key.writes.get(i).state() == report.state()) {
        key.writes.remove(i);
      }
    }
  }

  private void acknowledge(Key key, Report report) {
    acknowledged++;
    for (int i = key.writes.size() - 1; i > key.certain; i--) {
      if (key.writes.get(i).state() == report.state()) {
        key.certain = i;
      }
    }
  }

  private void check(Report report) {
    Key key = keys.get(report.key());
    for (int i = key.certain; i < key.writes.size(); i++) {
      Write write = key.writes.get(i);
      if (write.leaves() == report.state()) {
        checkBefore(key, i, report);
        key.writes.clear();
        key.writes.add(write);
        key.certain = 0;
        return;
      }
    }
    throw new AssertionError(
        "key %d was found with state %x, but its newest certain state is %x and these were tried since: %s"
            .formatted(
                report.key(),
                report.state(),
                key.writes.get(key.certain).leaves(),
                key.writes.subList(key.certain + 1, key.writes.size())));
  }

  private static void checkBefore(Key key, int index, Report report) {
    if (report.before() == Report.BLIND || index == 0) {
      return;
    }
    long expected = key.writes.get(index - 1).leaves();
    if (report.before() != expected) {
      throw new AssertionError(
          "key %d was found with state %x, computed from state %x where %x came before it; all: %s"
              .formatted(report.key(), report.state(), report.before(), expected, key.writes));
    }
  }
}
