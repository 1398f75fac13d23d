/** Starts the rendered API reference from this server's own files. */

type SwaggerUI = (options: Readonly<Record<string, unknown>>) => unknown;

declare global {
  interface Window {
    readonly SwaggerUIBundle: SwaggerUI;
  }
}

const boot = JSON.parse(document.getElementById("boot")?.textContent ?? "{}") as {
  readonly openapi?: string;
};

window.SwaggerUIBundle({
  url: boot.openapi,
  dom_id: "#swagger-ui",
  deepLinking: true,
  docExpansion: "list",
  tryItOutEnabled: true,
  validatorUrl: null,
});

export {};
