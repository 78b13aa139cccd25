package io.atoll.chaos.sabotage;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.chaos.copy.Checkout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The table of sabotages: of each, a seed at which simulations alone turn red. {@code -Dsabotage=}
 * chooses by a regular expression, {@code -Dseeds=} bounds the seeds of either experiment, {@code
 * -Dfrom=} goes on at one where a search ended, {@code -DcpuSeconds=} bounds the time for each,
 * {@code -Dthreads=} says how many seeds run at once, and {@code -Dknown=false} leaves out those
 * that the page says are noticed. The page has each result as soon as it is there.
 */
@Tag("slow")
@Tag("sabotage")
class SabotageTableTest {
  private static final double SHARE_TO_NOTICE = 0.9;

  private final Path file = Checkout.path(SabotagePage.FILE);
  private final SabotagePage page = SabotagePage.read(Checkout.read(SabotagePage.FILE));
  private final List<Sabotage> chosen = chosen(page);

  private static List<Sabotage> chosen(SabotagePage page) {
    Pattern names = Pattern.compile(System.getProperty("sabotage", ".*"));
    boolean known = Boolean.parseBoolean(System.getProperty("known", "true"));
    return Sabotages.ALL.stream()
        .filter(each -> names.matcher(each.name()).matches())
        .filter(each -> known || page.hints(each).isEmpty())
        .toList();
  }

  private static int number(String property, int otherwise) {
    return Integer.getInteger(property, otherwise);
  }

  @Test
  void simulationsNoticeNineOfTenSabotages() throws Exception {
    int threads = number("threads", Runtime.getRuntime().availableProcessors());
    try (Search search =
        new Search(
            number("from", 1), number("seeds", 1_000), number("cpuSeconds", 1_200), threads)) {
      for (Sabotage sabotage : chosen) {
        Outcome outcome = search.of(sabotage, page.hints(sabotage));
        page.tell(outcome);
        say(outcome);
        Files.writeString(file, page.markdown(Sabotages.ALL));
      }
    }
    List<Sabotage> survivors = page.survivors(Sabotages.ALL);
    assertThat(chosen).isNotEmpty();
    assertThat(survivors.size())
        .as("those that nobody noticed: %s", survivors)
        .isLessThanOrEqualTo((int) Math.round(Sabotages.ALL.size() * (1 - SHARE_TO_NOTICE)));
  }

  private static void say(Outcome outcome) {
    Finding found = outcome.found();
    String said =
        found == null
            ? "%s: nothing in %d seeds".formatted(outcome.sabotage(), outcome.tried())
            : "%s: %s, the %d. seed: %s: %s"
                .formatted(
                    outcome.sabotage(),
                    found.attempt(),
                    outcome.tried(),
                    found.checkers(),
                    found.said());
    System.getLogger("simulation").log(System.Logger.Level.INFO, said);
  }
}
