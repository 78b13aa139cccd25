package io.atoll.incarnation;

import io.atoll.peer.PeerCall;
import io.atoll.peer.PeerProtocol;

/** How a member tells the others which run of it is the newest; FORMAT.md has the bytes. */
public final class IncarnationProtocol {
  private static final PeerProtocol PROTOCOL = new PeerProtocol(3, "incarnation");

  /** A claim of the asker. Answered once. */
  public static final PeerCall<Claim, ClaimAnswer> CLAIM =
      new PeerCall<>(PROTOCOL, 1, "claim", new Claim.Codec(), new ClaimAnswer.Codec());

  private IncarnationProtocol() {}
}
