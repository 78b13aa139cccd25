package io.atoll.client.world;

import io.atoll.wire.Request;
import io.atoll.wire.Response;
import java.util.ArrayList;
import java.util.List;

/** A node as a client sees it, which does as it is told. Data is the cluster's, all at once. */
public final class FakeNode {
  /** What is wrong with it. */
  public enum Fault {
    NONE,
    /** Nobody listens. */
    REFUSES,
    /** Packets are dropped. */
    UNREACHABLE,
    /** Connections are accepted and nothing is done with them. */
    HANGS
  }

  /** The other end of a connection. */
  public interface Peer {
    void send(byte[] bytes);

    void hangUp(String reason);

    /** What came while the node hung is read now. */
    void resume();

    /** Whether something came while the node hung. */
    boolean isHolding();
  }

  /** How a node treats one request. */
  @FunctionalInterface
  public interface Treatment {
    void treat(NodeSession session, long number, Request request);
  }

  private final String nodeId;
  private final String dc;
  private final String host;
  private final int port;
  private final FakeCluster cluster;
  private final List<Peer> peers = new ArrayList<>();
  private Fault fault = Fault.NONE;
  private long distanceNanos;
  private long delayNanos;
  private int loops = 1;
  private int landed;
  private int[] landings;
  private int maxInFlight = 256;
  private byte[] stranger;
  private Treatment treatment;
  private int requests;
  private int dials;

  FakeNode(String nodeId, String dc, String host, int port, FakeCluster cluster) {
    this.nodeId = nodeId;
    this.dc = dc;
    this.host = host;
    this.port = port;
    this.cluster = cluster;
  }

  public String nodeId() {
    return nodeId;
  }

  public String dc() {
    return dc;
  }

  public String host() {
    return host;
  }

  public int port() {
    return port;
  }

  FakeCluster cluster() {
    return cluster;
  }

  boolean is(Fault other) {
    return fault == other;
  }

  long distanceNanos() {
    return distanceNanos;
  }

  long delayNanos() {
    return delayNanos;
  }

  byte[] stranger() {
    return stranger;
  }

  Treatment treatment() {
    return treatment;
  }

  int loops() {
    return loops;
  }

  int maxInFlight() {
    return maxInFlight;
  }

  /** The loop that takes the next connection. */
  int land() {
    return landings == null ? landed++ % loops : landings[landed++ % landings.length];
  }

  void asked() {
    requests++;
  }

  void opened(Peer peer) {
    dials++;
    peers.add(peer);
  }

  void closed(Peer peer) {
    peers.remove(peer);
  }

  /** How often a connection was opened. */
  public int dials() {
    return dials;
  }

  /** Connections that stand. */
  public int connections() {
    return peers.size();
  }

  /** Reads and writes that came, each of a batch by itself. */
  public int requests() {
    return requests;
  }

  /** Connections on which something waits for a node that hangs. */
  public long held() {
    return peers.stream().filter(Peer::isHolding).count();
  }

  public FakeNode away(long ms) {
    distanceNanos = ms * 1_000_000;
    return this;
  }

  public FakeNode slow(long ms) {
    delayNanos = ms * 1_000_000;
    return this;
  }

  public FakeNode onLoops(int count) {
    loops = count;
    return this;
  }

  /** The loops that take the next connections, again and again; otherwise one after the other. */
  public FakeNode landingOn(int... each) {
    landings = each.clone();
    return this;
  }

  public FakeNode taking(int requestsAtOnce) {
    maxInFlight = requestsAtOnce;
    return this;
  }

  /** Something else is there, which answers this to anything. */
  public FakeNode speaking(byte[] bytes) {
    stranger = bytes;
    return this;
  }

  public FakeNode treating(Treatment other) {
    treatment = other;
    return this;
  }

  /** It dies, and every connection with it. */
  public void kill() {
    fault = Fault.REFUSES;
    cut("the connection was reset");
  }

  /** Every connection breaks. */
  public void cut(String reason) {
    List.copyOf(peers).forEach(peer -> peer.hangUp(reason));
  }

  public void hang() {
    fault = Fault.HANGS;
  }

  public void vanish() {
    fault = Fault.UNREACHABLE;
  }

  /** It is well again, and reads what came meanwhile. */
  public void heal() {
    fault = Fault.NONE;
    List.copyOf(peers).forEach(Peer::resume);
  }

  /** Says on every connection that it leaves. */
  public void leave() {
    for (Peer peer : List.copyOf(peers)) {
      peer.send(
          NodeSession.encode(0, new Response.GoAway(Response.Reason.LEAVING, "it is stopped")));
    }
  }
}
