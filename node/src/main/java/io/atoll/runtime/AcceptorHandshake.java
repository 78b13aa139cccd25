package io.atoll.runtime;

import java.security.MessageDigest;
import java.util.Optional;

/** The handshake of the side that was connected to. */
final class AcceptorHandshake implements Handshake {
  private final Identity me;
  private final byte[] nonce;
  private HandshakeMessage challenge;
  private HandshakeMessage hello;
  private String dialerId;
  private boolean proved;

  /**
   * @param nonce 32 unpredictable bytes, never used before
   */
  AcceptorHandshake(Identity me, byte[] nonce) {
    this.me = me;
    this.nonce = nonce.clone();
  }

  @Override
  public HandshakeMessage.Type awaited() {
    if (hello == null) {
      return HandshakeMessage.Type.HELLO;
    }
    return proved ? HandshakeMessage.Type.READY : HandshakeMessage.Type.PROOF;
  }

  @Override
  public Step receive(HandshakeMessage message) throws MalformedStreamException {
    if (message.type() == HandshakeMessage.Type.REFUSAL) {
      return Handshake.refusedByPeer(message);
    }
    if (hello == null) {
      return greeted(message);
    }
    Handshake.requireVersion(message, challenge.version());
    return proved ? new Step.Established(dialerId, challenge.version(), null) : proved(message);
  }

  private Step greeted(HandshakeMessage message) throws MalformedStreamException {
    HandshakeMessage.Hello theirs = message.asHello();
    int version = me.versions().highestCommon(theirs.versions());
    if (version == 0) {
      return Handshake.refuse(
          LinkFailure.VERSION,
          "node '%s' speaks peer protocol %s, node '%s' %s: upgrade in steps, so that both know one"
              + " version",
          theirs.dialerId(),
          theirs.versions(),
          me.nodeId(),
          me.versions());
    }
    if (!theirs.cluster().equals(me.cluster())) {
      return Handshake.refuse(
          LinkFailure.CLUSTER,
          "node '%s' is of cluster '%s', node '%s' of cluster '%s'",
          theirs.dialerId(),
          theirs.cluster(),
          me.nodeId(),
          me.cluster());
    }
    if (!theirs.wantedId().equals(me.nodeId())) {
      return Handshake.refuse(
          LinkFailure.PEER_ID,
          "node '%s' wants node '%s' and reached node '%s': correct the address",
          theirs.dialerId(),
          theirs.wantedId(),
          me.nodeId());
    }
    if (theirs.dialerId().equals(me.nodeId())) {
      return Handshake.refuse(
          LinkFailure.PEER_ID,
          "two nodes have the id '%s': give every node an id of its own",
          me.nodeId());
    }
    hello = message;
    dialerId = theirs.dialerId();
    challenge = HandshakeMessage.challenge(version, me.nodeId(), nonce);
    return new Step.Send(challenge);
  }

  private Step proved(HandshakeMessage message) throws MalformedStreamException {
    HandshakeMessage.Proof theirs = message.asProof();
    byte[] expected =
        me.key().prove(DIALER_LABEL, hello.bytes(), challenge.bytes(), theirs.greeting());
    if (!MessageDigest.isEqual(expected, theirs.proof())) {
      return Handshake.refuse(
          LinkFailure.SECRET,
          "nodes '%s' and '%s' have different cluster secrets",
          dialerId,
          me.nodeId());
    }
    Optional<String> objection = me.greeting().refuse(dialerId, theirs.greeting());
    if (objection.isPresent()) {
      return Handshake.refuse(LinkFailure.GREETING, "%s", objection.get());
    }
    proved = true;
    byte[] greeting = me.greeting().mine();
    byte[] mac =
        me.key().prove(ACCEPTOR_LABEL, hello.bytes(), challenge.bytes(), message.bytes(), greeting);
    return new Step.Send(
        HandshakeMessage.proof(challenge.version(), HandshakeMessage.Type.WELCOME, mac, greeting));
  }
}
