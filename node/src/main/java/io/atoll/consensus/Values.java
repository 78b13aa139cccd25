package io.atoll.consensus;

import io.atoll.consensus.Effect.Unreadable;
import io.atoll.env.Invariant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;

/** Values as this node reads them: who votes after each, and which it cannot read. */
final class Values {
  private final VoterRule rule;
  private final Outbox outbox;
  private byte[] read = {};
  private List<String> votersAfterRead = List.of();

  Values(VoterRule rule, Outbox outbox) {
    this.rule = rule;
    this.outbox = outbox;
  }

  /**
   * Who votes on the epoch that follows. A value comes several times, from each voter and in each
   * step, so the last one that was read is remembered.
   *
   * @throws IllegalArgumentException for a value that this node cannot read
   */
  List<String> votersOf(byte[] value) {
    if (!votersAfterRead.isEmpty() && Arrays.equals(value, read)) {
      return votersAfterRead;
    }
    List<String> named = List.copyOf(rule.voters(value));
    Invariant.check(
        !named.isEmpty() && new HashSet<>(named).size() == named.size(),
        "a value names at least one voter, and none twice");
    read = value;
    votersAfterRead = named;
    return named;
  }

  /** Whether this node can read a value that it was sent; if not, it is reported. */
  boolean isReadable(String from, long epoch, byte[] value) {
    try {
      votersOf(value);
      return true;
    } catch (IllegalArgumentException e) {
      outbox.emit(new Unreadable(from, epoch, String.valueOf(e.getMessage())));
      return false;
    }
  }
}
