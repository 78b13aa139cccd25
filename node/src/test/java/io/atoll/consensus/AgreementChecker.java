package io.atoll.consensus;

import java.util.Map;
import java.util.TreeMap;

/**
 * Checks a run: one value per epoch, no node ever goes back, and what a proposer was told stays
 * true.
 */
final class AgreementChecker {
  private final Map<Long, String> decided = new TreeMap<>();
  private final Map<String, Long> newest = new TreeMap<>();
  private final Map<String, Long> never = new TreeMap<>();

  void adopted(String node, long epoch, byte[] value) {
    agree(node + " adopted", epoch, value);
    require(
        epoch > newest.getOrDefault(node, 1L),
        "%s adopted epoch %d after %d",
        node,
        epoch,
        newest.get(node));
    newest.put(node, epoch);
  }

  void restarted(String node, long epoch) {
    require(
        epoch >= newest.getOrDefault(node, 1L),
        "%s restarted with epoch %d and had adopted %d",
        node,
        epoch,
        newest.get(node));
    newest.put(node, epoch);
  }

  /** A node's disk was taken back; it is not held to what it had. */
  void wentBack(String node) {
    newest.remove(node);
  }

  void ended(String node, long epoch, byte[] value, ProposalEnd end) {
    switch (end) {
      case ProposalEnd.Decided() -> agree(node + " was told Decided of", epoch, value);
      case ProposalEnd.LostTo(byte[] winner) -> agree(node + " was told LostTo of", epoch, winner);
      case ProposalEnd.GaveUp gaveUp -> {
        if (!gaveUp.mayBeDecided()) {
          never.put(TestValue.text(value), epoch);
        }
      }
    }
  }

  /** After the run. */
  void finish() {
    decided.forEach(
        (epoch, value) ->
            require(
                !never.containsKey(value),
                "%s became epoch %d and its proposer was told that it never would",
                value,
                epoch));
  }

  int epochs() {
    return decided.size();
  }

  private void agree(String who, long epoch, byte[] value) {
    String text = TestValue.text(value);
    String known = decided.putIfAbsent(epoch, text);
    require(
        known == null || known.equals(text),
        "%s epoch %d as %s, but it was decided as %s",
        who,
        epoch,
        text,
        known);
  }

  private static void require(boolean holds, String format, Object... arguments) {
    if (!holds) {
      throw new AssertionError(format.formatted(arguments));
    }
  }
}
