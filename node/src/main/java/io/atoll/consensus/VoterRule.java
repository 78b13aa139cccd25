package io.atoll.consensus;

import java.util.List;

/** Who votes on the epoch that follows a value. Pure: the same bytes name the same voters. */
@FunctionalInterface
public interface VoterRule {
  /**
   * The node ids of the voters, at least one, all distinct.
   *
   * @throws IllegalArgumentException saying why, for a value that this node cannot read
   */
  List<String> voters(byte[] value);
}
