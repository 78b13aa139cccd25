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
  final Rumor self = new Rumor();

  /** PING, ACK, PING_REQUEST, NACK. */
  int nonce;

  /** PING_REQUEST. */
  long target;

  /** DIGEST. */
  final Rumor[] lines = rumors();

  int lineCount;

  /** DELTA. */
  final long[] wants = new long[MAX_ITEMS];

  int wantCount;

  /** Any kind. */
  final Rumor[] rumors = rumors();

  int rumorCount;

  private static Rumor[] rumors() {
    Rumor[] rumors = new Rumor[MAX_ITEMS];
    for (int i = 0; i < rumors.length; i++) {
      rumors[i] = new Rumor();
    }
    return rumors;
  }
}
