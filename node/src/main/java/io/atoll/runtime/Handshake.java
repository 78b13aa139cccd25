package io.atoll.runtime;

import io.atoll.env.ProtocolVersions;

/**
 * One side of the handshake, as a state machine without I/O, time or chance: messages in, steps
 * out. {@link DialerHandshake} speaks first; {@link AcceptorHandshake} answers.
 *
 * <pre>
 *   dialer                                     acceptor
 *   HELLO versions, cluster, ids, nonce →      a common version? same cluster? do you want me?
 *   mine? is it the wanted node?       ←       CHALLENGE version, id, nonce
 *   PROOF mac, greeting                →       knows the secret? do I accept its greeting?
 *   knows the secret? its greeting?    ←       WELCOME mac, greeting
 *   READY                              →       frames from here on, both ways
 * </pre>
 *
 * <p>Either side may answer with a REFUSAL, which ends it. Each proof is a MAC under the cluster
 * secret over all messages so far and the greeting beside it. So it is bound to both nonces (a
 * recorded proof is worth nothing later), to both identities and the cluster (it is worth nothing
 * towards another node), and by its label to the role of its maker (it cannot be sent back to him).
 * It covers the range of versions offered and the one chosen, so that nobody between the two can
 * talk them into an older version than both know. The dialer proves first: an unknown peer that
 * connects learns no MAC that he could search for a weak secret. This is the pattern of ISO/IEC
 * 9798-4 three-pass mutual authentication. What follows the handshake is neither encrypted nor
 * authenticated.
 */
sealed interface Handshake permits DialerHandshake, AcceptorHandshake {
  /** Domain of the dialer's proof. */
  String DIALER_LABEL = "atoll peer dialer 1";

  /** Domain of the acceptor's proof. */
  String ACCEPTOR_LABEL = "atoll peer acceptor 1";

  /**
   * What this node is to its peers.
   *
   * @param key made from the cluster secret
   * @param versions what this node speaks
   */
  record Identity(
      String nodeId,
      String cluster,
      HandshakeKey key,
      PeerGreeting greeting,
      ProtocolVersions versions) {}

  /** What to do next. */
  sealed interface Step {
    /** Send this and await the answer. */
    record Send(HandshakeMessage message) implements Step {}

    /**
     * The peer is who it should be: frames may flow, after {@code last}.
     *
     * @param version what both speak from here on
     * @param last null when there is nothing to send
     */
    record Established(String peerId, int version, HandshakeMessage last) implements Step {}

    /**
     * Close the connection.
     *
     * @param byPeer whether the peer refused, who needs no answer then
     */
    record Refused(LinkFailure reason, String text, boolean byPeer) implements Step {}
  }

  /** The only type, beside a refusal, that {@link #receive} takes next. */
  HandshakeMessage.Type awaited();

  /** Takes the next message of the peer. */
  Step receive(HandshakeMessage message) throws MalformedStreamException;

  /** Reads a refusal of the peer. */
  static Step refusedByPeer(HandshakeMessage message) throws MalformedStreamException {
    HandshakeMessage.Refusal refusal = message.asRefusal();
    return new Step.Refused(refusal.reason(), refusal.text(), true);
  }

  /** Messages after the CHALLENGE carry the version that it chose. */
  static void requireVersion(HandshakeMessage message, int chosen) throws MalformedStreamException {
    if (message.version() != chosen) {
      throw new MalformedStreamException(
          LinkFailure.MALFORMED,
          "a %s of version %d where %d was agreed on"
              .formatted(message.type(), message.version(), chosen));
    }
  }

  /** A refusal of this node's own. */
  static Step refuse(LinkFailure reason, String text, Object... arguments) {
    return new Step.Refused(reason, text.formatted(arguments), false);
  }
}
