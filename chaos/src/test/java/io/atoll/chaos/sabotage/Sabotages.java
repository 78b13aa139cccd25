package io.atoll.chaos.sabotage;

import java.util.List;
import java.util.stream.Stream;

/** The catalogue of sabotages. */
final class Sabotages {
  /** All, in the order of the product's packages. */
  static final List<Sabotage> ALL =
      Stream.of(
              LevelSabotages.ALL,
              WriteSabotages.ALL,
              ReadSabotages.ALL,
              ServiceSabotages.ALL,
              HintSabotages.ALL,
              RepairSabotages.ALL,
              CausalSabotages.ALL,
              ClusterSabotages.ALL,
              AgreementSabotages.ALL,
              PeerSabotages.ALL,
              LogSabotages.ALL,
              TableSabotages.ALL,
              ClientSabotages.ALL)
          .flatMap(List::stream)
          .toList();

  private Sabotages() {}

  /** The one of that name. */
  static Sabotage named(String name) {
    return ALL.stream()
        .filter(sabotage -> sabotage.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no sabotage '%s'".formatted(name)));
  }
}
