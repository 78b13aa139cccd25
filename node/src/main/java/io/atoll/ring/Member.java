package io.atoll.ring;

/**
 * A node of the cluster.
 *
 * @param number never given to another node of the cluster; 0 to {@link #MAX_NUMBER}
 * @param nodeId its stable name: 1 to 64 of {@code A-Z a-z 0-9 . _ -}, starting with a letter or a
 *     digit, as are the DC's and the rack's
 * @param weight its share of the data relative to the others of its DC, 1 to {@link #MAX_WEIGHT}
 * @param host where its four ports listen: a name or an address, 1 to 255 printable ASCII
 *     characters without space
 * @param clientPort where it speaks the client protocol
 */
public record Member(
    int number,
    String nodeId,
    String dc,
    String rack,
    int weight,
    String host,
    int gossipPort,
    int peerPort,
    int httpPort,
    int clientPort) {
  /** The highest number: an actor, who makes the names of writes, has room for no higher. */
  public static final int MAX_NUMBER = (1 << 20) - 1;

  /** The largest weight. */
  public static final int MAX_WEIGHT = 1_000_000;

  private static final int MAX_HOST_LENGTH = 255;

  /**
   * Checks every field.
   *
   * @throws IllegalArgumentException naming the field, its value and what would be right
   */
  public Member {
    Names.check("node id", nodeId);
    if (number < 0 || number > MAX_NUMBER) {
      throw wrong(nodeId, "number", number, "0 to " + MAX_NUMBER);
    }
    Names.check("dc of node " + nodeId, dc);
    Names.check("rack of node " + nodeId, rack);
    if (weight < 1 || weight > MAX_WEIGHT) {
      throw wrong(nodeId, "weight", weight, "1 to " + MAX_WEIGHT);
    }
    if (!isHost(host)) {
      throw new IllegalArgumentException(
          "host of node %s is %s: must be a host name or an address"
              .formatted(nodeId, Names.quoted(host)));
    }
    checkPort(nodeId, "gossip port", gossipPort);
    checkPort(nodeId, "peer port", peerPort);
    checkPort(nodeId, "http port", httpPort);
    checkPort(nodeId, "client port", clientPort);
  }

  /** The same node under another number. */
  Member withNumber(int number) {
    return new Member(
        number, nodeId, dc, rack, weight, host, gossipPort, peerPort, httpPort, clientPort);
  }

  /** The same node with another weight. */
  public Member withWeight(int weight) {
    return new Member(
        number, nodeId, dc, rack, weight, host, gossipPort, peerPort, httpPort, clientPort);
  }

  private static boolean isHost(String host) {
    boolean good = host != null && !host.isEmpty() && host.length() <= MAX_HOST_LENGTH;
    for (int i = 0; good && i < host.length(); i++) {
      good = host.charAt(i) > ' ' && host.charAt(i) < 0x7f;
    }
    return good;
  }

  private static void checkPort(String nodeId, String field, int port) {
    if (port < 1 || port > 0xffff) {
      throw wrong(nodeId, field, port, "1 to 65535");
    }
  }

  private static IllegalArgumentException wrong(
      String nodeId, String field, int value, String right) {
    return new IllegalArgumentException(
        "%s of node %s is %d: must be %s".formatted(field, nodeId, value, right));
  }
}
