package io.atoll.chaos.checker;

import io.atoll.chaos.watch.Acknowledgement;
import io.atoll.ring.Topology;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * In the moment in which a write is said to be done, as many of its replicas as its level asks for,
 * and where it asks for them, have it on disk: by what the disks hold, not by what nodes say.
 */
public final class DurableWhenAcknowledged implements Checker {
  @Override
  public List<String> check(Evidence evidence) {
    List<String> found = new ArrayList<>();
    for (Acknowledgement said : evidence.watch().acknowledgements()) {
      Optional<Topology> topology = evidence.watch().topologies().of(said.outcome().epoch());
      if (topology.isEmpty()) {
        found.add("no node ever had its epoch: " + said);
      } else {
        judge(topology.get(), said).ifPresent(found::add);
      }
    }
    return found;
  }

  static Optional<String> judge(Topology topology, Acknowledgement said) {
    Optional<AcknowledgedKey> key = AcknowledgedKey.of(topology, said);
    if (key.isEmpty()) {
      return Optional.of("no replica was asked to write it: " + said);
    }
    return said.events().stream()
            .anyMatch(event -> key.get().rule(said).metBy(key.get().having(event)))
        ? Optional.empty()
        : Optional.of("not durable in %s: %s".formatted(key.get(), said));
  }
}
