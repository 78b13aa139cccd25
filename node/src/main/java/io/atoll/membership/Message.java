package io.atoll.membership;

/**
 * One decoded datagram: a flyweight that {@link DatagramReader} fills again and again, so that
 * receiving allocates nothing. Which of the body's fields hold anything depends on the kind.
 */
final class Message {
  /** More than fit into a datagram of any kind. */
  static final int MAX_ITEMS = 160;

  MessageKind kind = MessageKind.PING;
  long sender;
  long recipient;
  long sequence;

  /** What the sender says of itself: alive, with its report. */
  final Update self = new Update();

  /** PING, ACK, PING_REQUEST, NACK. */
  int nonce;

  /** PING_REQUEST. */
  long target;

  /** DIGEST. */
  final Update[] lines = updates();

  int lineCount;

  /** DELTA. */
  final long[] wants = new long[MAX_ITEMS];

  int wantCount;

  /** Any kind. */
  final Update[] updates = updates();

  int updateCount;

  private static Update[] updates() {
    Update[] updates = new Update[MAX_ITEMS];
    for (int i = 0; i < updates.length; i++) {
      updates[i] = new Update();
    }
    return updates;
  }
}
