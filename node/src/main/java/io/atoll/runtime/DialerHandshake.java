package io.atoll.runtime;

import java.security.MessageDigest;
import java.util.Optional;

/** The handshake of the side that connects. */
final class DialerHandshake implements Handshake {
  private final Identity me;
  private final String wantedId;
  private final HandshakeMessage hello;
  private HandshakeMessage challenge;
  private HandshakeMessage proof;

  /**
   * @param nonce 32 unpredictable bytes, never used before
   */
  DialerHandshake(Identity me, String wantedId, byte[] nonce) {
    this.me = me;
    this.wantedId = wantedId;
    this.hello = HandshakeMessage.hello(me.versions(), me.cluster(), me.nodeId(), wantedId, nonce);
  }

  /** What the connection begins with. */
  HandshakeMessage hello() {
    return hello;
  }

  @Override
  public HandshakeMessage.Type awaited() {
    return challenge == null ? HandshakeMessage.Type.CHALLENGE : HandshakeMessage.Type.WELCOME;
  }

  @Override
  public Step receive(HandshakeMessage message) throws MalformedStreamException {
    if (message.type() == HandshakeMessage.Type.REFUSAL) {
      return Handshake.refusedByPeer(message);
    }
    return challenge == null ? challenged(message) : welcomed(message);
  }

  private Step challenged(HandshakeMessage message) throws MalformedStreamException {
    String acceptorId = message.asChallenge().acceptorId();
    if (!acceptorId.equals(wantedId)) {
      return Handshake.refuse(
          LinkFailure.PEER_ID,
          "node '%s' wants node '%s' and reached node '%s': correct the address",
          me.nodeId(),
          wantedId,
          acceptorId);
    }
    if (!me.versions().contains(message.version())) {
      return Handshake.refuse(
          LinkFailure.VERSION,
          "node '%s' chose peer protocol %d, node '%s' offered %s",
          acceptorId,
          message.version(),
          me.nodeId(),
          me.versions());
    }
    challenge = message;
    byte[] greeting = me.greeting().mine();
    byte[] mac = me.key().prove(DIALER_LABEL, hello.bytes(), challenge.bytes(), greeting);
    proof = HandshakeMessage.proof(message.version(), HandshakeMessage.Type.PROOF, mac, greeting);
    return new Step.Send(proof);
  }

  private Step welcomed(HandshakeMessage message) throws MalformedStreamException {
    Handshake.requireVersion(message, challenge.version());
    HandshakeMessage.Proof theirs = message.asProof();
    byte[] expected =
        me.key()
            .prove(
                ACCEPTOR_LABEL, hello.bytes(), challenge.bytes(), proof.bytes(), theirs.greeting());
    if (!MessageDigest.isEqual(expected, theirs.proof())) {
      return Handshake.refuse(
          LinkFailure.SECRET,
          "nodes '%s' and '%s' have different cluster secrets",
          me.nodeId(),
          wantedId);
    }
    Optional<String> objection = me.greeting().refuse(wantedId, theirs.greeting());
    if (objection.isPresent()) {
      return Handshake.refuse(LinkFailure.GREETING, "%s", objection.get());
    }
    return new Step.Established(
        wantedId, challenge.version(), HandshakeMessage.ready(challenge.version()));
  }
}
