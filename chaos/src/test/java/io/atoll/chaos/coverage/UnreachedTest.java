package io.atoll.chaos.coverage;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.chaos.copy.Checkout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The reasons why simulations reach less of some classes name what there is. */
class UnreachedTest {
  private static final Pattern TEST = Pattern.compile("\\b\\w+Test\\b");

  @Test
  void everyClassIsThere() {
    assertThat(Unreached.REASONS.keySet())
        .isNotEmpty()
        .allMatch(
            name ->
                Files.exists(
                    Checkout.path(
                        "node/src/main/java/io/atoll/" + name.replace('.', '/') + ".java")));
  }

  @Test
  void everyTestIsThere() throws IOException {
    Set<String> named = new TreeSet<>();
    for (String reason : Unreached.REASONS.values()) {
      Matcher at = TEST.matcher(reason);
      while (at.find()) {
        named.add(at.group() + ".java");
      }
    }
    try (Stream<Path> files = Files.walk(Checkout.path("node/src/test/java"))) {
      assertThat(named)
          .isNotEmpty()
          .isSubsetOf(files.map(file -> file.getFileName().toString()).collect(Collectors.toSet()));
    }
  }
}
