package io.atoll.node;

import io.atoll.env.Address;
import io.atoll.env.Clock;
import io.atoll.env.Datagrams;
import io.atoll.env.Disk;
import io.atoll.env.Entropy;
import io.atoll.env.Loop;
import io.atoll.env.NodeEnv;
import io.atoll.env.PeerLinks;
import io.atoll.env.Worker;
import java.util.List;
import java.util.Set;

/**
 * Doors through which some peers are far away: what is sent to them leaves late. For trying out on
 * one machine what a cluster over several regions feels like.
 */
final class DelayedEnv implements NodeEnv {
  private final NodeEnv real;
  private final Set<String> farPeers;
  private final Set<Address> farGossip;
  private final long delayMs;

  /**
   * @param farPeers node ids
   * @param farGossip where those take gossip
   * @param delayMs one way, 1 or more
   */
  DelayedEnv(NodeEnv real, Set<String> farPeers, Set<Address> farGossip, long delayMs) {
    this.real = real;
    this.farPeers = farPeers;
    this.farGossip = farGossip;
    this.delayMs = delayMs;
  }

  @Override
  public Clock clock() {
    return real.clock();
  }

  @Override
  public Entropy entropy() {
    return real.entropy();
  }

  @Override
  public List<Loop> loops() {
    return real.loops();
  }

  @Override
  public Worker worker(String name) {
    return real.worker(name);
  }

  @Override
  public Disk disk() {
    return real.disk();
  }

  @Override
  public Datagrams datagrams() {
    Datagrams near = real.datagrams();
    return new Datagrams() {
      @Override
      public void send(Address to, byte[] payload) {
        if (farGossip.contains(to)) {
          loops().get(0).after(delayMs, () -> near.send(to, payload));
        } else {
          near.send(to, payload);
        }
      }

      @Override
      public void onReceive(Receiver receiver) {
        near.onReceive(receiver);
      }
    };
  }

  @Override
  public PeerLinks peerLinks(int index) {
    Loop loop = loops().get(index);
    PeerLinks near = real.peerLinks(index);
    return new PeerLinks() {
      @Override
      public Link open(String peerId, Address address) {
        return far(near.open(peerId, address), loop);
      }

      @Override
      public void onEvents(Receiver receiver) {
        near.onEvents(
            new Receiver() {
              @Override
              public void frame(Link link, int version, byte[] frame) {
                receiver.frame(far(link, loop), version, frame);
              }

              @Override
              public void written(Link link) {
                receiver.written(far(link, loop));
              }

              @Override
              public void broken(Link link) {
                receiver.broken(far(link, loop));
              }
            });
      }
    };
  }

  private PeerLinks.Link far(PeerLinks.Link near, Loop loop) {
    return farPeers.contains(near.peerId()) ? new FarLink(near, loop, delayMs) : near;
  }

  /** A link whose frames leave late; two of the same link are equal. */
  private record FarLink(PeerLinks.Link near, Loop loop, long delayMs) implements PeerLinks.Link {
    @Override
    public String peerId() {
      return near.peerId();
    }

    @Override
    public int version() {
      return near.version();
    }

    @Override
    public boolean send(byte[] frame) {
      int version = near.version();
      loop.after(
          delayMs,
          () -> {
            // Of another version it would not be understood: it is lost as in the break before.
            if (near.version() == version) {
              near.send(frame);
            }
          });
      return true;
    }

    @Override
    public boolean send(PeerLinks.Frame frame) {
      loop.after(delayMs, () -> near.send(frame));
      return true;
    }

    @Override
    public int queuedBytes() {
      return near.queuedBytes();
    }

    @Override
    public void endPause() {
      near.endPause();
    }

    @Override
    public void close() {
      near.close();
    }
  }
}
