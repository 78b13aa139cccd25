package io.atoll.peer;

import io.atoll.env.Address;
import io.atoll.env.PeerLinks;
import java.util.ArrayList;
import java.util.List;

/** Links whose other end is the test. */
final class HandLinks implements PeerLinks {
  final List<HandLink> opened = new ArrayList<>();
  private final List<Runnable> waiting = new ArrayList<>();
  private boolean refusing;

  /** What every link speaks; 0 while none is connected. */
  int version = 2;

  Receiver receiver;

  /** One link; keeps the frames that were sent on it. */
  static final class HandLink implements Link {
    final String peerId;
    final List<byte[]> sent = new ArrayList<>();
    boolean closed;
    int queuedBytes;
    private final HandLinks links;

    HandLink(HandLinks links, String peerId) {
      this.links = links;
      this.peerId = peerId;
    }

    @Override
    public String peerId() {
      return peerId;
    }

    @Override
    public int version() {
      return closed ? 0 : links.version;
    }

    @Override
    public int queuedBytes() {
      return queuedBytes;
    }

    @Override
    public boolean send(byte[] frame) {
      if (closed || links.refusing) {
        return false;
      }
      sent.add(frame);
      return true;
    }

    /** Without a version frames wait for {@link HandLinks#connected}. */
    @Override
    public boolean send(Frame frame) {
      if (links.version != 0) {
        return send(frame.bytes(links.version));
      }
      if (closed || links.refusing) {
        return false;
      }
      links.waiting.add(() -> send(frame.bytes(links.version)));
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

  /** Links are connected from now on. */
  void connected(int agreed) {
    version = agreed;
    waiting.forEach(Runnable::run);
    waiting.clear();
  }

  /** Links take frames again. */
  void takeFrames() {
    refusing = false;
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
