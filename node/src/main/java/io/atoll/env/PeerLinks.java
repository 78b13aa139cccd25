package io.atoll.env;

/**
 * The reliable links between nodes, as one loop sees them. A link carries frames in both
 * directions, in order, until it breaks; frames may be lost only when it does. All methods and
 * callbacks belong to the loop.
 */
public interface PeerLinks {
  /** The largest frame in bytes that a link carries. */
  int MAX_FRAME_BYTES = 8 * 1024 * 1024;

  /**
   * A link to a peer, which connects at the first send, and again, with backoff, after it broke.
   *
   * @param peerId the node id that must answer there; another id is refused
   */
  Link open(String peerId, Address address);

  /**
   * Names the one receiver of the frames and breaks of all links, those that peers opened included.
   */
  void onEvents(Receiver receiver);

  /** One link to one peer. */
  interface Link {
    /** The node id of the peer. */
    String peerId();

    /**
     * The protocol version that both ends agreed on, of {@link ProtocolVersions}; 0 while there is
     * no connection.
     */
    int version();

    /**
     * Queues one frame; all frames of one loop turn leave together.
     *
     * @param frame 1 to {@link #MAX_FRAME_BYTES} bytes; owned by the link from here on
     * @return false when the link is broken or its queue is full, and the frame was not taken
     */
    boolean send(byte[] frame);

    /**
     * The same for a frame whose bytes depend on the version, which nobody knows yet: they are made
     * when the link is open.
     */
    boolean send(Frame frame);

    /** How many bytes were taken and are not yet written; a frame too many is refused. */
    int queuedBytes();

    /**
     * The peer is known to live: a link that pauses after failures may connect at the next send.
     */
    default void endPause() {}

    /** Breaks the link for good; no further callbacks come. */
    void close();
  }

  /** A frame of which the bytes are made when the version is known. */
  @FunctionalInterface
  interface Frame {
    /** The bytes in a version, 1 to {@link #MAX_FRAME_BYTES}; the same whenever asked. */
    byte[] bytes(int version);
  }

  /** What wants the frames. */
  interface Receiver {
    /**
     * One whole frame arrived.
     *
     * @param version what the link spoke when it came
     * @param frame owned by the receiver
     */
    void frame(Link link, int version, byte[] frame);

    /**
     * The link broke: what was sent and not answered may or may not have arrived. It may come back
     * by itself.
     */
    void broken(Link link);

    /** Something was written: less waits in the link than before. */
    default void written(Link link) {}
  }
}
