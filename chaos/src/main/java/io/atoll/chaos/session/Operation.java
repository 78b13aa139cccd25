package io.atoll.chaos.session;

import io.atoll.chaos.history.Write;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/** One put, delete or change of a run as its caller sees it, and the writes that came of it. */
final class Operation {
  private final int mark;
  private final String session;
  private final BitSet basis;
  private final List<Write> writes = new ArrayList<>();
  private final BitSet history = new BitSet();

  /**
   * @param basis ids of the writes that its session had been shown when it began; empty for one
   *     without a session
   */
  Operation(int mark, String session, BitSet basis) {
    this.mark = mark;
    this.session = session;
    this.basis = (BitSet) basis.clone();
  }

  /** Unique in the run. */
  int mark() {
    return mark;
  }

  String session() {
    return session;
  }

  BitSet basis() {
    return basis;
  }

  /** A write of the client engine came of it. */
  void became(Write write) {
    writes.add(write);
    history.or(write.history());
  }

  List<Write> writes() {
    return writes;
  }

  /** Whether the client engine heard that one of its writes is done. */
  boolean isAcknowledged() {
    return writes.stream().anyMatch(Write::isAcknowledged);
  }

  /** Ids of its writes and of all that those had seen; not to be changed. */
  BitSet history() {
    return history;
  }
}
