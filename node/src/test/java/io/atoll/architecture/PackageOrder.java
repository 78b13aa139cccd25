package io.atoll.architecture;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.List;

/** Packages below one root, from the lowest to the highest: each knows itself and lower ones. */
final class PackageOrder extends ArchCondition<JavaClass> {
  private final String root;
  private final List<String> ascending;

  /**
   * @param root with its own classes, as {@code ""}, among the packages
   * @param ascending names relative to it
   */
  PackageOrder(String root, List<String> ascending) {
    super("know lower packages only, of %s", ascending);
    this.root = root;
    this.ascending = ascending;
  }

  @Override
  public void check(JavaClass item, ConditionEvents events) {
    int floor = floorOf(item);
    for (Dependency dependency : item.getDirectDependenciesFromSelf()) {
      JavaClass known = dependency.getTargetClass();
      boolean within = known.getPackageName().equals(root) || isBelow(known);
      if (within && (floor < 0 || floorOf(known) < 0 || floorOf(known) > floor)) {
        events.add(SimpleConditionEvent.violated(dependency, dependency.getDescription()));
      }
    }
  }

  private boolean isBelow(JavaClass type) {
    return type.getPackageName().startsWith(root + ".");
  }

  /** -1 for a package that has no place. */
  private int floorOf(JavaClass type) {
    return ascending.indexOf(
        isBelow(type) ? type.getPackageName().substring(root.length() + 1) : "");
  }
}
