package io.atoll.server.peer;

import io.atoll.env.Address;
import io.atoll.env.PeerLinks;
import java.util.ArrayList;
import java.util.List;

/** Links whose other end is the test. */
final class HandLinks implements PeerLinks {
  final List<HandLink> opened = new ArrayList<>();
  private boolean refusing;
  Receiver receiver;

  /** One link; keeps the frames that were sent on it. */
  static final class HandLink implements Link {
    final String peerId;
    final List<byte[]> sent = new ArrayList<>();
    boolean closed;
    private final HandLinks links;

    HandLink(HandLinks links, String peerId) {
      this.links = links;
      this.peerId = peerId;
    }

    /** What was sent last. */
    PeerFrame last() {
      return PeerFrameCodec.decode(sent.getLast());
    }

    @Override
    public String peerId() {
      return peerId;
    }

    @Override
    public int version() {
      return closed ? 0 : 2;
    }

    @Override
    public boolean send(byte[] frame) {
      if (closed || links.refusing) {
        return false;
      }
      sent.add(frame);
      return true;
    }

    @Override
    public void close() {
      closed = true;
    }
  }

  /** A link that the peer opened. */
  HandLink inbound(String peerId) {
    return new HandLink(this, peerId);
  }

  /** No link takes a frame from now on. */
  void refuseFrames() {
    refusing = true;
  }

  @Override
  public Link open(String peerId, Address address) {
    HandLink link = new HandLink(this, peerId);
    opened.add(link);
    return link;
  }

  @Override
  public void onEvents(Receiver receiver) {
    this.receiver = receiver;
  }
}
