package io.atoll.node;

import io.atoll.resilience.ByteBudget;

/**
 * The memory that requests may hold, on the heap and in buffers on their way to the network. Peers
 * have a share of their own: what clients ask of all nodes at once must not keep the nodes from
 * answering each other, for then none of it would end.
 *
 * @param clients for what clients asked of this node: unfinished requests, bodies, states that were
 *     read for them, answers that they have not taken
 * @param peers for what peers asked of this node, and for what waits to be sent to them
 */
public record NodeMemory(ByteBudget clients, ByteBudget peers) {
  /** One without bounds. */
  public static NodeMemory unbounded() {
    return new NodeMemory(ByteBudget.unbounded(), ByteBudget.unbounded());
  }

  /** Three quarters are for clients, and one for peers. */
  static NodeMemory of(long totalBytes) {
    return new NodeMemory(
        new ByteBudget(Math.max(1, totalBytes / 4 * 3)),
        new ByteBudget(Math.max(1, totalBytes / 4)));
  }
}
