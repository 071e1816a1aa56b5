package dev.numberpool.jdbc;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;

/** Objects of JDBC whose calls somebody else may watch, change or fail. */
final class Intercepted {
    private Intercepted() {}

    /** What the caller wants of the object itself. */
    interface Call {
        Object run() throws Throwable;
    }

    /** Stands between the caller and the object. */
    interface Interceptor {
        Object around(String method, Call call) throws Throwable;
    }

    static <T> T proxy(Class<T> type, T target, Interceptor interceptor) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (self, method, arguments) -> interceptor.around(method.getName(), () -> {
                    try {
                        return method.invoke(target, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                })));
    }
}
