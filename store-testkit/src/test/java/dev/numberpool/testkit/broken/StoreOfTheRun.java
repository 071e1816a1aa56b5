package dev.numberpool.testkit.broken;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Makes a new store, or log, of the class that the run's configuration names. */
final class StoreOfTheRun implements ParameterResolver {
    static final String STORE = "numberpool.testkit.store";

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> type = parameter.getParameter().getType();
        return type == HealthyStore.class || type == HealthyLog.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        String name = context.getConfigurationParameter(STORE).orElseThrow();
        try {
            return Class.forName(name).getDeclaredConstructor().newInstance();
        } catch (ReflectiveOperationException e) {
            throw new ParameterResolutionException("cannot make a " + name, e);
        }
    }
}
