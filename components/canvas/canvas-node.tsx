import { IconArrowsDiagonal, IconPlus } from "@tabler/icons-react";
import { memo, useContext } from "react";
import { Handle, type Node, type NodeProps, Position } from "reactflow";
import type { NodeData } from "./canvas";
import classes from "./canvas.module.css";
import { CanvasBar } from "./canvas-bar";
import { Came, Figure, Stands } from "./canvas-figures";
import { ChangeMark, Merge, NodeMark } from "./canvas-marks";
import { EditingContext } from "./editing";
import { outletShare } from "./layout";

/** A node: a card with its outlets named at the bottom, or a pill where paths begin and end. */
export const CanvasNodeCard = memo(function CanvasNodeCard({ data, selected }: NodeProps<Node<NodeData>>) {
  const { node, isMerge, onOpen } = data;
  const mark = node.mark ?? "none";
  const given = useContext(EditingContext);
  const editing = given?.isLocked ? undefined : given;
  if (node.shape === "fork" || node.shape === "meet") return <CanvasBar data={data} selected={selected} />;
  const [first] = node.outlets;
  if (node.shape !== "card")
    return (
      <div
        className={classes.pill}
        data-shape={node.shape}
        data-tone={node.tone ?? "neutral"}
        data-mark={mark}
        data-change={node.change}
        data-selected={selected || undefined}
      >
        <ChangeMark change={node.change} />
        {node.shape === "end" && (
          <Handle type="target" position={Position.Top} className={classes.entry ?? ""} />
        )}
        {node.icon}
        <b>{node.title}</b>
        {node.tally && <Came tally={node.tally} />}
        {node.tally && <Stands figures={node.tally.stands} />}
        {node.shape === "start" && (
          <Handle
            type="source"
            id={first?.key ?? "next"}
            position={Position.Bottom}
            className={(first?.isWired ? classes.entry : classes.outlet) ?? ""}
            data-state={first?.isWired ? "wired" : "nowhere"}
            onClick={() => editing?.onAdd({ after: { from: node.id, outlet: first?.key ?? "next" } })}
          >
            {!first?.isWired && <IconPlus size={9} stroke={2.4} aria-hidden />}
          </Handle>
        )}
      </div>
    );
  return (
    <div
      className={classes.card}
      data-mark={mark}
      data-change={node.change}
      data-selected={selected || undefined}
      data-off={node.isOff || undefined}
      data-opens={node.opens && (node.opens.isStack ? "stack" : "other")}
    >
      <ChangeMark change={node.change} />
      {isMerge && <Merge mark={mark} />}
      <Handle type="target" position={Position.Top} className={classes.entry ?? ""} />
      <div className={classes.head}>
        <span className={classes.tile} data-kind={node.kind}>
          {node.icon}
        </span>
        <b title={node.title}>{node.title}</b>
        <NodeMark mark={mark} visits={node.visits} />
        {node.tally && <Came tally={node.tally} />}
        {data.problem && <span className={classes.problem} data-kind={data.problem} aria-hidden />}
      </div>
      {node.tally && node.tally.stands.length > 0 ? (
        <Stands figures={node.tally.stands} />
      ) : (
        <p title={node.sentence}>{node.sentence}</p>
      )}
      {node.opens && (
        <button
          type="button"
          className={`${classes.open} nopan`}
          aria-label={`${node.opens.words}. ${node.opens.title}`}
          onClick={(event) => {
            event.stopPropagation();
            onOpen(node.id);
          }}
        >
          {node.opens.words}
          <IconArrowsDiagonal size={13} stroke={1.8} aria-hidden />
        </button>
      )}
      <div className={classes.outlets} data-figures={node.tally !== undefined || undefined}>
        {node.outlets.map((outlet) => {
          const leadsNowhere = !outlet.isWired && !outlet.isOptional;
          return (
            <span key={outlet.key} data-tone={outlet.tone} data-unwired={!outlet.isWired || undefined}>
              {outlet.title}
              {outlet.figure && <Figure figure={outlet.figure} />}
              <Handle
                type="source"
                id={outlet.key}
                position={Position.Bottom}
                className={classes.outlet ?? ""}
                data-state={outlet.isWired ? "wired" : leadsNowhere ? "nowhere" : "stop"}
                style={{ left: `${outletShare(node, outlet.key) * 100}%` }}
                onClick={() => editing?.onAdd({ after: { from: node.id, outlet: outlet.key } })}
              >
                {leadsNowhere && <IconPlus size={9} stroke={2.4} aria-hidden />}
              </Handle>
            </span>
          );
        })}
      </div>
    </div>
  );
});
