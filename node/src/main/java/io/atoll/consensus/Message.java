package io.atoll.consensus;

import io.atoll.synod.SynodMessage;
import java.util.List;

/**
 * What nodes say to each other about the topology log. Any message may be lost, repeated, delayed
 * or overtaken by others; the sender's name must be true. Arrays are never changed after they were
 * handed over. {@link MessageCodec} makes bytes of them.
 */
public sealed interface Message {
  /** A message of one instance: of the decision of one epoch. */
  record OfInstance(long epoch, SynodMessage<byte[]> message) implements Message {}

  /** The proposer that decided an epoch to the voters of that epoch and of the next. */
  record Decided(long epoch, byte[] value) implements Message {}

  /** Tell me what was decided for this epoch and all later ones. */
  record Fetch(long fromEpoch) implements Message {}

  /**
   * What was decided: the answer to {@link Fetch}, and to a message of an instance that is long
   * over.
   *
   * @param newestEpoch the newest epoch that the sender has
   * @param firstEpoch the epoch of the first value; later than was asked for where the sender has
   *     forgotten the older ones
   * @param values consecutive, perhaps not up to the newest; empty when the sender has nothing that
   *     new
   */
  record Fetched(long newestEpoch, long firstEpoch, List<byte[]> values) implements Message {
    public Fetched {
      values = List.copyOf(values);
    }
  }
}
