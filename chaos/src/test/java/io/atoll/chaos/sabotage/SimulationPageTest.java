package io.atoll.chaos.sabotage;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.chaos.copy.Checkout;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The table of docs/simulation.md names all promises, checkers and faults, and counts sabotages.
 */
class SimulationPageTest {
  private static final Pattern QUOTED = Pattern.compile("`([^`]+)`");
  private static final Pattern CHECKER =
      Pattern.compile("(?:class|record) (\\w+)[^{;]*implements [^{]*\\bChecker\\b");
  private static final Pattern FAULT =
      Pattern.compile("(?:class|record) (\\w+)[^{;]*implements [^{]*\\bFault\\b");

  private final List<List<String>> rows = rows("| promise |");

  private static List<List<String>> rows(String head) {
    List<List<String>> rows = new ArrayList<>();
    boolean inside = false;
    for (String line : Checkout.read("docs/simulation.md").lines().toList()) {
      inside = line.startsWith(head) || (inside && line.startsWith("|"));
      if (inside && !line.startsWith(head) && !line.startsWith("|---")) {
        rows.add(Arrays.stream(line.split("\\|", -1)).map(String::strip).toList());
      }
    }
    return rows;
  }

  private static Set<String> quoted(String cell) {
    Set<String> names = new TreeSet<>();
    Matcher at = QUOTED.matcher(cell);
    while (at.find()) {
      names.add(at.group(1));
    }
    return names;
  }

  private Set<String> column(int number) {
    return rows.stream()
        .flatMap(row -> quoted(row.get(number)).stream())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** The names of what the sources of simulations declare so. */
  private static Set<String> declared(Pattern declaration) {
    Set<String> names = new TreeSet<>();
    try (Stream<Path> files = Files.walk(Checkout.path("chaos/src/main/java"))) {
      for (Path file : files.filter(each -> each.toString().endsWith(".java")).toList()) {
        Matcher at = declaration.matcher(Files.readString(file));
        while (at.find()) {
          names.add(at.group(1));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return names;
  }

  @Test
  void itHasOneRowForEachPromise() {
    assertThat(rows)
        .extracting(row -> row.get(1))
        .containsExactlyElementsOf(Arrays.stream(Promised.values()).map(Promised::words).toList());
  }

  @Test
  void itNamesEveryCheckerAndNothingElse() {
    assertThat(column(2)).isEqualTo(declared(CHECKER)).hasSizeGreaterThan(10);
    assertThat(rows).allSatisfy(row -> assertThat(row.get(2)).as(row.get(1)).isNotEmpty());
  }

  @Test
  void itNamesEveryFaultAndNothingElse() {
    assertThat(column(3)).isEqualTo(declared(FAULT)).hasSizeGreaterThan(9);
    assertThat(rows).allSatisfy(row -> assertThat(row.get(3)).as(row.get(1)).isNotEmpty());
  }

  @Test
  void itCountsTheSabotagesOfEachPromiseAndNamesOne() {
    for (int i = 0; i < rows.size(); i++) {
      Promised promise = Promised.values()[i];
      String cell = rows.get(i).get(4);
      List<String> breaking =
          Sabotages.ALL.stream()
              .filter(sabotage -> sabotage.breaks() == promise)
              .map(Sabotage::name)
              .toList();
      assertThat(cell).as(promise.words()).startsWith(breaking.size() + ": ");
      assertThat(quoted(cell)).as(promise.words()).hasSize(1).isSubsetOf(breaking);
    }
  }
}
