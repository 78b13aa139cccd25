package io.atoll.wire;

import io.atoll.bytes.MalformedBytesException;
import java.util.List;
import java.util.Map;

/**
 * What a client must know of a cluster to route each request: the members, the keyspaces and who
 * holds which arc, at one epoch. Immutable by contract.
 *
 * @param partitions arcs of the ring, a power of two
 * @param members in ascending order of their numbers
 * @param keyspaces by name
 * @param claims by DC name: for each partition {@code depth} indices into {@code members}, the
 *     replicas of the arc in that DC in order
 */
public record ClusterView(
    String clusterName,
    long epoch,
    int partitions,
    List<Node> members,
    Map<String, KeyspaceView> keyspaces,
    Map<String, DcClaim> claims) {
  /**
   * A node.
   *
   * @param clientPort where it speaks this protocol
   */
  public record Node(
      int number,
      String nodeId,
      String dc,
      String rack,
      String host,
      int clientPort,
      int httpPort) {}

  /**
   * A keyspace.
   *
   * @param lastWriterWins whether concurrent writes leave one value; otherwise siblings
   * @param replication factor by DC, ascending by name
   */
  public record KeyspaceView(
      int id,
      String name,
      boolean lastWriterWins,
      int readLevel,
      int writeLevel,
      Map<String, Integer> replication) {}

  /**
   * Who holds what in one DC.
   *
   * @param depth entries of each partition
   * @param nodes {@code partitions × depth} indices into the members
   */
  public record DcClaim(int depth, int[] nodes) {}

  /** The arc that a token lies in. */
  public int partitionOf(long token) {
    int bits = Integer.numberOfTrailingZeros(partitions);
    return bits == 0 ? 0 : (int) (token >>> Long.SIZE - bits);
  }

  /** Its bytes. */
  public byte[] encode() {
    return ClusterViewCodec.encode(this);
  }

  /**
   * Reads what {@link #encode} wrote.
   *
   * @throws MalformedBytesException for any other bytes
   */
  public static ClusterView decode(byte[] bytes) {
    return ClusterViewCodec.decode(bytes);
  }
}
