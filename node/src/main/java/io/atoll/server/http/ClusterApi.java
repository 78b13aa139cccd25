package io.atoll.server.http;

import io.atoll.membership.MemberState;
import io.atoll.platform.http.RequestTarget;
import io.atoll.ring.Keyspace;
import io.atoll.ring.Member;
import io.atoll.ring.PreferenceList;
import io.atoll.ring.Topology;
import io.atoll.server.Backend;
import io.atoll.service.NodeStatus;
import io.atoll.wire.Tokens;
import io.vertx.core.http.HttpHeaders;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** {@code /v1/cluster} and {@code /v1/ring}: the members, and who holds what. */
final class ClusterApi {
  static final String CLUSTER = "/v1/cluster";
  static final String RING = "/v1/ring";
  static final String RING_PREFIX = RING + "/";

  private final Backend backend;
  private final KvApi kv;
  private final RingView.Newest views;

  ClusterApi(Backend backend, KvApi kv, RingView.Newest views) {
    this.backend = backend;
    this.kv = kv;
    this.views = views;
  }

  void cluster(Exchange exchange, RequestTarget target) {
    if (!Routes.isPlainRead(exchange, target)) {
      return;
    }
    Topology topology = backend.topology();
    RingView view = views.of(topology);
    List<Object> nodes = new ArrayList<>();
    for (NodeStatus status : backend.nodes()) {
      nodes.add(node(status, view));
    }
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("cluster", topology.clusterName());
    body.put("epoch", topology.epoch());
    body.put("partitions", topology.partitions());
    body.put("node", backend.nodeId());
    body.put("nodes", nodes);
    exchange.json(200, body);
  }

  void ring(Exchange exchange, RequestTarget target) {
    if (Routes.isPlainRead(exchange, target)) {
      exchange
          .header(HttpHeaders.CONTENT_TYPE, Names.JSON)
          .answer(200, views.of(backend.topology()).json());
    }
  }

  /** Who holds a key. */
  void replicas(Exchange exchange, RequestTarget target) {
    if (!Routes.isPlainRead(exchange, target)) {
      return;
    }
    String path = target.path();
    int slash = path.indexOf('/', RING_PREFIX.length());
    if (slash < 0) {
      exchange.problem(Routes.unknown(path));
      return;
    }
    Topology topology = backend.topology();
    String name = path.substring(RING_PREFIX.length(), slash);
    Keyspace keyspace = topology.keyspaces().get(name);
    if (keyspace == null) {
      exchange.problem(Failures.noKeyspace(name, topology));
      return;
    }
    byte[] key = kv.key(exchange, path, slash + 1);
    if (key == null) {
      return;
    }
    long token = Tokens.of(keyspace.id(), key);
    PreferenceList list = topology.preferenceList(keyspace, token);
    Map<Integer, MemberState> states = states();
    List<Object> replicas = new ArrayList<>();
    for (Member member : list.replicas()) {
      Map<String, Object> replica = new LinkedHashMap<>();
      replica.put("id", member.nodeId());
      replica.put("dc", member.dc());
      replica.put("rack", member.rack());
      replica.put("state", lower(states.getOrDefault(member.number(), MemberState.DOWN)));
      replicas.add(replica);
    }
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("keyspace", name);
    body.put("key", Base64.getEncoder().encodeToString(key));
    body.put("token", "%016x".formatted(token));
    body.put("partition", list.partition());
    body.put("epoch", topology.epoch());
    body.put("replicas", replicas);
    exchange.json(200, body);
  }

  private static Map<String, Object> node(NodeStatus status, RingView view) {
    Member member = status.member();
    Map<String, Object> ports = new LinkedHashMap<>();
    ports.put("gossip", member.gossipPort());
    ports.put("peer", member.peerPort());
    ports.put("http", member.httpPort());
    ports.put("client", member.clientPort());
    Map<String, Object> node = new LinkedHashMap<>();
    node.put("number", member.number());
    node.put("id", member.nodeId());
    node.put("dc", member.dc());
    node.put("rack", member.rack());
    node.put("weight", member.weight());
    node.put("host", member.host());
    node.put("ports", ports);
    node.put("state", lower(status.state()));
    node.put("gossip", lower(status.gossip()));
    node.put("requests", lower(status.answering()));
    node.put("clockAheadSeconds", clockAheadSeconds(status));
    node.put("keys", status.keys() < 0 ? null : status.keys());
    node.put("bytes", status.bytes() < 0 ? null : status.bytes());
    node.put("epoch", status.epoch() <= 0 ? null : status.epoch());
    node.put("writable", status.epoch() <= 0 ? null : !status.refusesWrites());
    node.put("share", view.share(member));
    return node;
  }

  private Map<Integer, MemberState> states() {
    Map<Integer, MemberState> states = new HashMap<>();
    backend.nodes().forEach(status -> states.put(status.member().number(), status.state()));
    return states;
  }

  private static Double clockAheadSeconds(NodeStatus status) {
    long ms = status.clockAheadMs();
    return ms == NodeStatus.UNKNOWN_CLOCK ? null : ms / 1e3;
  }

  private static String lower(Enum<?> state) {
    return state.name().toLowerCase(Locale.ROOT);
  }
}
