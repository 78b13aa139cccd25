package io.atoll.chaos.session;

import io.atoll.chaos.history.Write;
import java.util.BitSet;
import java.util.List;

/**
 * One read of a session that was answered.
 *
 * @param mustSee ids of the writes that the session had seen or done when the read began
 * @param saw ids of the writes that the answer showed, directly or through what those had seen
 * @param shown the writes that the answer itself showed, deletes included
 */
public record SessionRead(
    String session,
    String through,
    String keyspace,
    String key,
    long invokedNanos,
    BitSet mustSee,
    BitSet saw,
    List<Write> shown) {
  @Override
  public String toString() {
    return "read by %s through %s of %s/%s, invoked at %.3f ms, showed %s"
        .formatted(
            session,
            through,
            keyspace,
            key,
            invokedNanos / 1e6,
            shown.stream().map(Write::id).toList());
  }
}
