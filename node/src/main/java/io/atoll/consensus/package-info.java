/**
 * What the whole cluster must agree on. Today that is the topology log: epoch 1 is given, and every
 * later epoch is one single-decree Paxos instance among the voters that the epoch before names, so
 * that no two nodes ever hold different topologies of one epoch and a majority of voters suffices
 * to go on. Values are opaque bytes; who votes is asked of a {@link io.atoll.consensus.VoterRule}.
 * The protocol is a pure state machine without clock, thread or I/O. What can fail: a proposal may
 * find no majority in time, and then it may still be decided later, which its end says; a node may
 * be handed a value that its release cannot read, and then it stays where it is and says so; a
 * state that cannot be made durable stops the node's part in the protocol for good.
 *
 * <p>Reading order: {@code io.atoll.synod} (how one instance is decided), {@link
 * io.atoll.consensus.TopologyLog} (the protocol and why it is safe), {@link
 * io.atoll.consensus.TopologyLogRunner} (how to run it; the class that others use), {@link
 * io.atoll.consensus.Effect}, {@link io.atoll.consensus.Message}, then the parts: {@code Voter},
 * {@code Recollection} (a voter that has lost its state), {@code Candidate}, {@code Attempt},
 * {@code Proposals}, {@code CatchUp}, {@code History}, {@code DurableState}, and {@code FORMAT.md}
 * for the bytes.
 */
package io.atoll.consensus;
