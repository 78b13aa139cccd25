package io.atoll.chaos.checker;

import io.atoll.chaos.history.Read;
import io.atoll.chaos.history.Write;
import io.atoll.chaos.model.KeyModel;
import io.atoll.chaos.model.LevelRule;
import io.atoll.chaos.model.LevelRules;
import io.atoll.chaos.model.ReplicaCounts;
import io.atoll.ring.Keyspace;
import io.atoll.ring.ReadRepair;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a read of a keyspace with blocking read repair showed, every read shows, or is past, that
 * was asked for after its answer, when the levels of the two overlap in a replica that has not lost
 * anything since: whoever reads, whether the write was ever acknowledged, and whatever the keyspace
 * has become by then.
 */
public final class ReadsNeverGoBack implements Checker {
  private record Place(int keyspaceId, String key) {}

  private record Sight(Write write, LevelRule rule) {}

  @Override
  public List<String> check(Evidence evidence) {
    LevelRules rules = new LevelRules();
    // By what was shown at which level, the read that had shown it first.
    Map<Place, Map<Sight, Read>> shown = new HashMap<>();
    List<String> found = new ArrayList<>();
    // In the order in which they were asked for.
    for (Read read : evidence.history().answeredReads()) {
      Keyspace keyspace = evidence.history().keyspaceOf(read);
      if (keyspace == null || found.size() >= ENOUGH) {
        continue;
      }
      Place place = new Place(keyspace.id(), read.key());
      LevelRule rule =
          new LevelRule(read.level(), read.question().dc(), ReplicaCounts.of(keyspace));
      KeyModel model = evidence.model(keyspace.id(), read.key());
      Map<Sight, Read> sights = shown.getOrDefault(place, Map.of());
      sights.forEach(
          (sight, earlier) -> {
            if (isBehind(model, read, earlier, sight.write)
                && rules.overlap(rule, sight.rule, evidence.owed().harmed(earlier, keyspace))) {
              found.add("%s went back behind %s, of %s".formatted(read, earlier, sight.write));
            }
          });
      if (keyspace.readRepair() == ReadRepair.BLOCKING) {
        Map<Sight, Read> noted = shown.computeIfAbsent(place, of -> new LinkedHashMap<>());
        model
            .shown(read.answer())
            .writes()
            .forEach(
                write ->
                    noted.merge(new Sight(write, rule), read, ReadsNeverGoBack::firstAnswered));
      }
    }
    return found;
  }

  private static Read firstAnswered(Read one, Read other) {
    return other.ending().atNanos() < one.ending().atNanos() ? other : one;
  }

  private static boolean isBehind(KeyModel model, Read read, Read earlier, Write write) {
    long asked = read.question().invokedNanos();
    return earlier.ending().isAnsweredBefore(asked)
        && !model.shown(read.answer()).isPast(write)
        // What it was before may have lost to something that it wins over since.
        && !write.wasMadeAgainAfter(read.answer().context())
        && !model.mayBePurged(write, asked);
  }
}
