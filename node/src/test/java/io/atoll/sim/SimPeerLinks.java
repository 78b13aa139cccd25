package io.atoll.sim;

import io.atoll.env.Address;
import io.atoll.env.PeerLinks;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The peer links of one loop of a simulated node. */
final class SimPeerLinks implements PeerLinks {
  private static final long CONNECT_TIMEOUT_NANOS = 1_000_000_000;
  private static final long BACKOFF_NANOS = 100_000_000;
  private static final int MAX_QUEUED = 20_000;

  private final SimNetwork network;
  private final SimNodeEnv env;
  private final SimLoop loop;
  private final Map<String, Outbound> outbound = new HashMap<>();
  private final List<SimConnection> connections = new ArrayList<>();
  private Receiver receiver;

  SimPeerLinks(SimNetwork network, SimNodeEnv env, SimLoop loop) {
    this.network = network;
    this.env = env;
    this.loop = loop;
  }

  /** Where a connection's end hands over what comes. */
  interface Attachment {
    void frame(SimConnection from, byte[] frame);

    /** Less waits to be sent than before. */
    void written();

    void broken(SimConnection connection);
  }

  @Override
  public Link open(String peerId, Address address) {
    if (!peerId.equals(network.nodeAt(address))) {
      throw new IllegalArgumentException(address + " is not where " + peerId + " listens");
    }
    return outbound.computeIfAbsent(peerId, Outbound::new);
  }

  @Override
  public void onEvents(Receiver events) {
    receiver = events;
  }

  /** A peer has connected. */
  private void accept(SimConnection connection) {
    Inbound link = new Inbound(connection);
    connections.add(connection);
    connection.end(1).attach(link);
  }

  /** The process has ended. */
  void end(boolean silently) {
    for (SimConnection connection : connections) {
      int mine = connection.end(0).nodeId().equals(env.nodeId()) ? 0 : 1;
      if (silently) {
        connection.silence(mine);
      } else {
        connection.end(mine).attach(null);
        connection.breakNow();
      }
    }
    connections.clear();
  }

  private void deliver(Runnable task) {
    loop.deliverNow(task);
  }

  /** A link that this node opened. */
  private final class Outbound implements Link, Attachment {
    private final String peerId;
    private final List<PeerLinks.Frame> queued = new ArrayList<>();
    private SimConnection connection;
    private boolean connecting;
    private boolean closed;
    private long notBeforeNanos;

    Outbound(String peerId) {
      this.peerId = peerId;
    }

    @Override
    public String peerId() {
      return peerId;
    }

    @Override
    public int version() {
      return connection != null && !connection.isBroken() ? connection.version() : 0;
    }

    @Override
    public boolean send(byte[] frame) {
      return send(version -> frame);
    }

    @Override
    public boolean send(PeerLinks.Frame frame) {
      if (closed) {
        return false;
      }
      if (connection != null && !connection.isBroken()) {
        connection.end(0).send(frame.bytes(connection.version()));
        return true;
      }
      if (!connecting && network.scheduler().nowNanos() < notBeforeNanos) {
        return false;
      }
      if (queued.size() >= MAX_QUEUED) {
        return false;
      }
      queued.add(frame);
      if (!connecting) {
        connect();
      }
      return true;
    }

    @Override
    public int queuedBytes() {
      return connection == null ? 0 : connection.end(0).queuedBytes();
    }

    @Override
    public void endPause() {
      notBeforeNanos = 0;
    }

    private void connect() {
      connecting = true;
      long there = network.latencyNanos(env.nodeId(), peerId);
      if (there > CONNECT_TIMEOUT_NANOS) {
        network.scheduler().after(CONNECT_TIMEOUT_NANOS, network.life(), () -> connected(null));
      } else {
        network.scheduler().after(there, network.life(), this::arriveAtPeer);
      }
    }

    private void arriveAtPeer() {
      SimNodeEnv peer = network.running(peerId);
      boolean lost =
          network.isBlocked(env.nodeId(), peerId)
              || network.isBlocked(peerId, env.nodeId())
              || (peer != null && peer.isPaused());
      if (lost) {
        network.scheduler().after(CONNECT_TIMEOUT_NANOS, network.life(), () -> connected(null));
        return;
      }
      SimConnection fresh = null;
      SimPeerLinks there = peer == null ? null : peer.acceptingLinks();
      int version = peer == null ? 0 : peer.versions().highestCommon(env.versions());
      if (there != null && there.receiver != null && !env.isOver() && version > 0) {
        fresh = new SimConnection(network, env.nodeId(), peerId, version);
        fresh.end(0).attach(this);
        connections.add(fresh);
        there.accept(fresh);
      }
      SimConnection result = fresh;
      long back = network.latencyNanos(peerId, env.nodeId());
      if (back > CONNECT_TIMEOUT_NANOS && fresh != null) {
        fresh.breakNow();
      }
      long known = Math.min(back, CONNECT_TIMEOUT_NANOS);
      network.scheduler().after(known, network.life(), () -> connected(result));
    }

    private void connected(SimConnection fresh) {
      if (env.isOver()) {
        return;
      }
      connecting = false;
      if (closed) {
        drop(fresh);
        return;
      }
      if (fresh == null || fresh.isBroken()) {
        notBeforeNanos = network.scheduler().nowNanos() + BACKOFF_NANOS;
        boolean lostSome = !queued.isEmpty();
        queued.clear();
        if (lostSome) {
          deliver(() -> receiver.broken(this));
        }
        return;
      }
      connection = fresh;
      for (PeerLinks.Frame frame : queued) {
        connection.end(0).send(frame.bytes(connection.version()));
      }
      queued.clear();
    }

    @Override
    public void close() {
      closed = true;
      queued.clear();
      outbound.remove(peerId, this);
      drop(connection);
    }

    private void drop(SimConnection unwanted) {
      if (unwanted != null) {
        unwanted.end(0).attach(null);
        unwanted.breakNow();
      }
    }

    @Override
    public void frame(SimConnection from, byte[] frame) {
      deliver(() -> receiver.frame(this, from.version(), frame));
    }

    @Override
    public void written() {
      deliver(() -> receiver.written(this));
    }

    @Override
    public void broken(SimConnection which) {
      connections.remove(which);
      if (connection == which) {
        connection = null;
        deliver(() -> receiver.broken(this));
      }
    }
  }

  /** A link that a peer opened. */
  private final class Inbound implements Link, Attachment {
    private final SimConnection connection;

    Inbound(SimConnection connection) {
      this.connection = connection;
    }

    @Override
    public String peerId() {
      return connection.end(0).nodeId();
    }

    @Override
    public int version() {
      return connection.isBroken() ? 0 : connection.version();
    }

    @Override
    public boolean send(byte[] frame) {
      if (connection.isBroken()) {
        return false;
      }
      connection.end(1).send(frame);
      return true;
    }

    @Override
    public int queuedBytes() {
      return connection.end(1).queuedBytes();
    }

    @Override
    public boolean send(PeerLinks.Frame frame) {
      return send(frame.bytes(connection.version()));
    }

    @Override
    public void close() {
      connection.end(1).attach(null);
      connection.breakNow();
    }

    @Override
    public void frame(SimConnection from, byte[] frame) {
      deliver(() -> receiver.frame(this, from.version(), frame));
    }

    @Override
    public void written() {
      deliver(() -> receiver.written(this));
    }

    @Override
    public void broken(SimConnection which) {
      connections.remove(which);
      deliver(() -> receiver.broken(this));
    }
  }
}
