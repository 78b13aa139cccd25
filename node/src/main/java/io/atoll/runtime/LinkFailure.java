package io.atoll.runtime;

/** Why a link could not be made, or broke. The codes travel in the handshake and never change. */
public enum LinkFailure {
  CONNECT(0, "cannot connect"),
  NOT_ATOLL(1, "what came is not the Atoll peer protocol"),
  VERSION(2, "another version of the peer protocol"),
  CLUSTER(3, "another cluster"),
  PEER_ID(4, "another node than the one wanted"),
  SECRET(5, "another cluster secret"),
  GREETING(6, "another view of the cluster"),
  HANDSHAKE_TIMEOUT(7, "the handshake did not end in time"),
  MALFORMED(8, "a malformed handshake message"),
  NOT_READY(9, "the node is still starting"),
  OVERLOADED(10, "too many handshakes under way"),
  FRAME_TOO_LONG(11, "a frame longer than the bound"),
  CUT_FRAME(12, "closed in the middle of a frame"),
  SILENT(13, "nothing was heard for too long"),
  CLOSED(14, "closed by the peer"),
  REFUSED(15, "refused for a reason that this release does not know"),
  ENDED(16, "closed by this node");

  private final int code;
  private final String description;

  LinkFailure(int code, String description) {
    this.code = code;
    this.description = description;
  }

  int code() {
    return code;
  }

  /** The failure in words, without particulars. */
  public String description() {
    return description;
  }

  /** The failure of a code that a peer sent; {@link #REFUSED} when it is unknown. */
  static LinkFailure ofCode(int code) {
    for (LinkFailure failure : values()) {
      if (failure.code == code) {
        return failure;
      }
    }
    return REFUSED;
  }
}
