package io.atoll.consensus;

/**
 * What {@link TopologyLog} wants done in the world. <b>Persistence before everything else:</b> an
 * effect may be carried out only when every {@link Persist} before it is durable, in the order in
 * which the log's calls returned them, across calls too. A node that crashes in between loses the
 * effects that were not carried out, which is safe. {@link TopologyLogRunner} keeps this rule; the
 * type {@link Outward} lets nobody who carries effects out be handed a {@code Persist} by mistake.
 */
public sealed interface Effect {
  /**
   * Replace the durable state.
   *
   * @param state the whole of it: a later one makes earlier ones superfluous
   */
  record Persist(byte[] state) implements Effect {}

  /** What the world may see once the state it rests on is durable. */
  sealed interface Outward extends Effect {}

  /** Send a message, or lose it. */
  record Send(String to, Message message) implements Outward {}

  /**
   * This node now holds that epoch. Epochs only rise; a node that was far behind may skip some.
   *
   * @param value never to be changed
   */
  record Adopted(long epoch, byte[] value) implements Outward {}

  /** A proposal of this node is over. */
  record ProposalEnded(ProposalId id, ProposalEnd end) implements Outward {}

  /**
   * A peer sent a value that the {@link VoterRule} cannot read, likely of a newer release: nothing
   * was voted for or adopted. Somebody should be told.
   */
  record Unreadable(String from, long epoch, String why) implements Outward {}
}
