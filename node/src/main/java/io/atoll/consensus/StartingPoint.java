package io.atoll.consensus;

import io.atoll.env.Remedy;
import java.util.Optional;

/** From what a {@link TopologyLog} starts. */
public sealed interface StartingPoint {
  /**
   * A node that has never taken part: epoch 1, equal on all initial members.
   *
   * @param value at most {@link TopologyLogSettings#MAX_VALUE_BYTES} bytes
   */
  record Formed(byte[] value) implements StartingPoint {}

  /** A node that has: what was last made durable. */
  record Restored(byte[] state) implements StartingPoint {}

  /**
   * The starting point of a node.
   *
   * @param state what was last made durable, if anything is there
   * @param formed epoch 1, for a node without state
   * @param tookPart whether anything else in the node's directory says that it once had state
   * @throws LostStateException when it had, and the state is not there: it has forgotten what it
   *     promised, so its vote could undo a decision
   */
  static StartingPoint of(Optional<byte[]> state, byte[] formed, boolean tookPart) {
    if (state.isPresent()) {
      return new Restored(state.get());
    }
    if (tookPart) {
      throw new LostStateException(
          "this node has served before, but its state of the topology is missing: "
              + Remedy.WHOLE_DIRECTORY);
    }
    return new Formed(formed);
  }
}
