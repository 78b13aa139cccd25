package io.atoll.chaos.cli;

import io.atoll.chaos.world.Repair;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads the name of one of the repairs that the store has. */
final class RepairChoice implements ITypeConverter<Repair> {
  /** The names, for the help text. */
  static final class There implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return names().iterator();
    }
  }

  private static List<String> names() {
    return Arrays.stream(Repair.values()).map(Repair::option).toList();
  }

  @Override
  public Repair convert(String text) {
    for (Repair each : Repair.values()) {
      if (each.option().equals(text)) {
        return each;
      }
    }
    throw new TypeConversionException(
        "'%s' is not a repair that the store has: must be %s"
            .formatted(text, String.join(" or ", names())));
  }
}
