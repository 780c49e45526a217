export function redactText(text: string): string {
  return text.replace(/:\/\/[^\s/?#]*@/g, '://[REDACTED]@');
}
