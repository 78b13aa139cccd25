package io.atoll.server.binary;

import io.atoll.causal.ContextSeal;
import io.atoll.env.Clock;
import io.atoll.replication.KeyValueStore;
import io.atoll.resilience.ByteBudget;
import io.atoll.ring.Topology;
import io.atoll.server.Backend;
import io.atoll.wire.Response;

/** What all connections of one loop share. */
final class LoopState {
  private final Backend backend;
  private final Clock clock;
  private final BinarySettings settings;
  private final LoopPlace place;
  private final BinaryStats stats;
  private final ResourceUsage resources;
  private ViewOfTopology view;

  LoopState(
      Backend backend,
      Clock clock,
      BinarySettings settings,
      ByteBudget memory,
      LoopPlace place,
      BinaryStats stats) {
    this.backend = backend;
    this.clock = clock;
    this.settings = settings;
    this.place = place;
    this.stats = stats;
    this.resources = new ResourceUsage(memory);
  }

  ContextSeal contexts() {
    return backend.contexts();
  }

  KeyValueStore store() {
    return backend.store();
  }

  Clock clock() {
    return clock;
  }

  BinarySettings settings() {
    return settings;
  }

  BinaryStats stats() {
    return stats;
  }

  ResourceUsage resources() {
    return resources;
  }

  String nodeId() {
    return backend.nodeId();
  }

  /** What a client is told first. */
  Response.Welcome welcome() {
    Topology topology = view().topology();
    return new Response.Welcome(
        topology.clusterName(),
        nodeId(),
        topology.member(nodeId()).dc(),
        topology.epoch(),
        place.loop(),
        place.loops(),
        place.storageShards(),
        settings.load().maxInFlight(),
        settings.sizes().maxKeyBytes(),
        settings.sizes().maxValueBytes());
  }

  /** The newest topology. */
  ViewOfTopology view() {
    Topology newest = backend.topology();
    if (view == null || newest.epoch() != view.topology().epoch()) {
      view = new ViewOfTopology(newest);
    }
    return view;
  }
}
