package io.atoll.client.world;

import io.atoll.wire.ClusterView;
import io.atoll.wire.LevelCode;
import io.atoll.wire.Outcome;
import io.atoll.wire.Request;
import io.atoll.wire.Response;
import io.atoll.wire.Tokens;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/**
 * Nodes that are one cluster, with a view that can change and one map of data for all. It keeps
 * count of what was really done, which clients are measured against.
 */
public final class FakeCluster {
  /** An outcome as a healthy cluster has it. */
  public static final Outcome FINE = new Outcome(3, 2, 2, 0, true);

  private static final int PARTITIONS = 64;

  private final String name;
  private final BiConsumer<Long, Runnable> later;
  private final List<FakeNode> nodes = new ArrayList<>();
  private final Map<String, Integer> keyspaces = new TreeMap<>();
  private final Map<String, byte[]> values = new HashMap<>();
  private final Map<String, Integer> writes = new HashMap<>();
  private final List<Integer> batches = new ArrayList<>();
  private World world;
  private ClusterView view;
  private long epoch = 1;
  private int onForeignLoop;
  private int onNoReplica;
  private int viewsTold;

  /**
   * @param later runs something after so many nanoseconds
   */
  public FakeCluster(String name, BiConsumer<Long, Runnable> later) {
    this.name = name;
    this.later = later;
    keyspaces.put("default", 1);
  }

  /** A cluster of DCs of so many nodes each in a world: nodes us-1, us-2, …, host by DC. */
  public static FakeCluster in(World world, int nodesPerDc, String... dcs) {
    FakeCluster cluster = new FakeCluster("reef", world::later);
    cluster.world = world;
    for (String dc : dcs) {
      for (int i = 1; i <= nodesPerDc; i++) {
        cluster.add(dc + "-" + i, dc, dc + ".test", 7000 + i);
      }
    }
    cluster.publish();
    return cluster;
  }

  /** Another node, in the view from the next {@link #publish} on. */
  public FakeNode add(String nodeId, String dc, String host, int port) {
    FakeNode node = new FakeNode(nodeId, dc, host, port, this);
    nodes.add(node);
    if (world != null) {
      world.put(node);
    }
    return node;
  }

  /** A node leaves, from the next {@link #publish} on. */
  public void remove(FakeNode node) {
    nodes.remove(node);
  }

  public void addKeyspace(String keyspace, int id) {
    keyspaces.put(keyspace, id);
    publish();
  }

  /** The next epoch: what it was told since. */
  public void publish() {
    List<ClusterView.Node> members = new ArrayList<>();
    Map<String, List<Integer>> byDc = new TreeMap<>();
    for (int i = 0; i < nodes.size(); i++) {
      FakeNode node = nodes.get(i);
      members.add(
          new ClusterView.Node(
              i + 1, node.nodeId(), node.dc(), "r" + i, node.host(), node.port(), 80));
      byDc.computeIfAbsent(node.dc(), any -> new ArrayList<>()).add(i);
    }
    Map<String, ClusterView.DcClaim> claims = new TreeMap<>();
    Map<String, Integer> replication = new TreeMap<>();
    byDc.forEach(
        (dc, indices) -> {
          int depth = Math.min(3, indices.size());
          int[] claim = new int[PARTITIONS * depth];
          for (int i = 0; i < claim.length; i++) {
            claim[i] = indices.get((i / depth + i % depth) % indices.size());
          }
          claims.put(dc, new ClusterView.DcClaim(depth, claim));
          replication.put(dc, depth);
        });
    Map<String, ClusterView.KeyspaceView> views = new TreeMap<>();
    keyspaces.forEach(
        (keyspace, id) ->
            views.put(
                keyspace,
                new ClusterView.KeyspaceView(
                    id, keyspace, false, LevelCode.QUORUM, LevelCode.QUORUM, replication)));
    view = new ClusterView(name, epoch++, PARTITIONS, members, views, claims);
  }

  public String name() {
    return name;
  }

  public ClusterView view() {
    return view;
  }

  public List<FakeNode> nodes() {
    return List.copyOf(nodes);
  }

  public FakeNode node(String nodeId) {
    return nodes.stream().filter(node -> node.nodeId().equals(nodeId)).findFirst().orElseThrow();
  }

  /** How often a write of this value of this key was done. */
  public int timesWritten(String key, String value) {
    return writes.getOrDefault(key + "=" + value, 0);
  }

  /** The sizes of the batches that came. */
  public List<Integer> batches() {
    return batches;
  }

  /** How often a node was asked for the view. */
  public int viewsTold() {
    return viewsTold;
  }

  void toldView() {
    viewsTold++;
  }

  /** Requests that came to another loop than that of their shard. */
  public int onForeignLoop() {
    return onForeignLoop;
  }

  /** Requests that came to a node that has no replica of their key. */
  public int onNoReplica() {
    return onNoReplica;
  }

  void later(long delayNanos, Runnable task) {
    later.accept(delayNanos, task);
  }

  void sawBatch(int size) {
    batches.add(size);
  }

  void landed(FakeNode node, int loop, Request request) {
    byte[] key =
        switch (request) {
          case Request.Get get -> get.reading().key();
          case Request.Write write -> write.writing().key();
          default -> throw new AssertionError(request);
        };
    int partition = view.partitionOf(Tokens.of(1, key));
    if (partition % NodeSession.SHARDS % node.loops() != loop) {
      onForeignLoop++;
    }
    ClusterView.DcClaim claim = view.claims().get(node.dc());
    boolean replica = false;
    int first = claim == null ? 0 : partition * claim.depth();
    for (int place = 0; claim != null && place < claim.depth(); place++) {
      replica |= view.members().get(claim.nodes()[first + place]).nodeId().equals(node.nodeId());
    }
    if (!replica) {
      onNoReplica++;
    }
  }

  /** Does a request and answers it. */
  Response done(Request request) {
    return switch (request) {
      case Request.Get get -> {
        byte[] value = values.get(new String(get.reading().key(), StandardCharsets.UTF_8));
        yield new Response.Values(
            view.epoch(),
            FINE,
            new byte[0],
            false,
            value == null ? List.of() : List.of(new Response.Value("", value)));
      }
      case Request.Write write -> {
        String key = new String(write.writing().key(), StandardCharsets.UTF_8);
        String value = new String(write.writing().value(), StandardCharsets.UTF_8);
        values.put(key, write.writing().value());
        writes.merge(key + "=" + value, 1, Integer::sum);
        yield new Response.Written(view.epoch(), FINE, new byte[] {1});
      }
      default -> throw new AssertionError(request);
    };
  }
}
