import { Component, Suspense, type ReactNode } from "react";
import i18next from "i18next";
import { Problem } from "../ui/problem.tsx";
import { Skeleton } from "../ui/skeleton.tsx";

/** Shows a skeleton while a page's program is loaded, and a way on where it could not be, or has failed. */
export class PageBoundary extends Component<{ children: ReactNode }, { hasFailed: boolean }> {
  override state = { hasFailed: false };

  static getDerivedStateFromError() {
    return { hasFailed: true };
  }

  override render() {
    if (this.state.hasFailed)
      return (
        <Problem
          message={i18next.t("layout:brokenPage")}
          retry={i18next.t("layout:loadAgain")}
          onRetry={() => location.reload()}
        />
      );
    const skeleton = <Skeleton shape="page" label={i18next.t("layout:loadingPage")} />;
    return <Suspense fallback={skeleton}>{this.props.children}</Suspense>;
  }
}
